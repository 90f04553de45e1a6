package dev.atoll.config;

/**
 * The management port, which is not meant for the internet.
 *
 * @param host address to listen on
 * @param port TCP port, 0 lets the system choose
 */
public record OperationsSettings(String host, int port) {
  public OperationsSettings {
    Check.text("host", host, 1, 253);
    Check.port("port", port);
  }
}
