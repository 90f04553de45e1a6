package dev.atoll.rpc;

import dev.atoll.protocol.message.RpcModuleProcedure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One port: numbers the procedures of its modules, in the order in which they are asked for. */
final class RpcPort {
  private final int id;
  private final PortServices services;

  /** No more than its services know. */
  private final Map<String, List<RpcModuleProcedure>> modules = new HashMap<>();

  private final List<Procedure> procedures = new ArrayList<>();

  RpcPort(int id, PortServices services) {
    this.id = id;
    this.services = services;
  }

  int id() {
    return id;
  }

  /** Its procedures, the same ones each time. */
  List<RpcModuleProcedure> load(String name) {
    List<RpcModuleProcedure> loaded = modules.get(name);
    if (loaded != null) {
      return loaded;
    }
    List<Procedure> found =
        services.module(name).orElseThrow(() -> new RpcFailure("module is not available"));
    List<RpcModuleProcedure> numbered = found.stream().map(this::numbered).toList();
    modules.put(name, numbered);
    return numbered;
  }

  Procedure procedure(int number) {
    if (number < 1 || number > procedures.size()) {
      throw new RpcFailure("invalid procedureId");
    }
    return procedures.get(number - 1);
  }

  void close() {
    services.closed();
  }

  private RpcModuleProcedure numbered(Procedure procedure) {
    procedures.add(procedure);
    return RpcModuleProcedure.newBuilder()
        .setProcedureId(procedures.size())
        .setProcedureName(procedure.name())
        .build();
  }
}
