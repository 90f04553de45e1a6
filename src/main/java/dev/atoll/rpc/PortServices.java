package dev.atoll.rpc;

import java.util.List;
import java.util.Optional;

/** What one port of a client offers. Used on the socket's event loop only. */
public interface PortServices {
  /** Procedures of the module of that name, if the port has it now; asked once for each module that there is. */
  Optional<List<Procedure>> module(String name);

  /** The client destroyed the port, or its socket is closed; said once. */
  void closed();
}
