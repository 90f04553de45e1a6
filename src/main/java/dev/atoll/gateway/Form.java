package dev.atoll.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.GatewayCommand;
import dev.atoll.protocol.message.GatewayEvent;

/** How a server's wire is written. Safe for any thread. */
interface Form {
  byte[] write(GatewayEvent event);

  /**
   * Reads a command.
   *
   * @throws InvalidProtocolBufferException when it is nothing of this form at all
   * @throws Refused as {@link Problem#BAD_COMMAND} when it is no command
   */
  GatewayCommand read(byte[] message) throws InvalidProtocolBufferException;

  /** As protobuf writes it. */
  Form PROTOBUF = new Form() {
    @Override
    public byte[] write(GatewayEvent event) {
      return event.toByteArray();
    }

    @Override
    public GatewayCommand read(byte[] message) throws InvalidProtocolBufferException {
      return GatewayCommand.parseFrom(message);
    }
  };
}
