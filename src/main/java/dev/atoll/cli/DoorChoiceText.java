package dev.atoll.cli;

import dev.atoll.client.crowd.DoorChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which doors a crowd takes, as on the command line. */
final class DoorChoiceText implements ITypeConverter<DoorChoice> {
  @Override
  public DoorChoice convert(String text) {
    return switch (text) {
      case "random" -> DoorChoice.RANDOM;
      case "least-busy" -> DoorChoice.LEAST_BUSY;
      default ->
        throw new TypeConversionException("'" + text + "' is neither random nor least-busy");
    };
  }
}
