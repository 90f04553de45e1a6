package dev.atoll.cli;

import picocli.CommandLine.Command;

/** Makes tokens. */
@Command(
    name = "token",
    description = "Makes tokens that this realm's settings sign.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    subcommands = GatewayToken.class,
    synopsisSubcommandLabel = "gateway")
final class Token {}
