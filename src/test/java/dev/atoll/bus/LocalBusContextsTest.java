package dev.atoll.bus;

class LocalBusContextsTest extends BusContextsContract {
  private final LocalBus bus = new LocalBus();

  @Override
  Bus near() {
    return bus;
  }
}
