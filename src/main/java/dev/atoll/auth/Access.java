package dev.atoll.auth;

import dev.atoll.config.AccessSettings;
import dev.atoll.config.AtollSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who may not enter: the deny list, held in memory, and the bans, asked for one by one (wire.md §2.4). A source that is dead, slow
 * or talks nonsense changes nothing: its last good answer stays in force, and while there has been none
 * {@code access.when-unreachable} decides. Safe for any thread.
 */
public final class Access {
  private final DenyList denyList;
  private final Bans bans;
  private final String ownAddress;

  /** By a node's settings; nobody enters as the realm itself, whose servers speak in rooms by {@code realm.server-address}. */
  public Access(Vertx vertx, AtollSettings settings) {
    this(
        new DenyList(vertx, settings.access()),
        new Bans(vertx, settings.access()),
        settings.realm().ownAddress());
  }

  /** By deny list and bans alone. */
  public Access(Vertx vertx, AccessSettings settings) {
    this(new DenyList(vertx, settings), new Bans(vertx, settings), "");
  }

  Access(DenyList denyList, Bans bans, String ownAddress) {
    this.denyList = denyList;
    this.bans = bans;
    this.ownAddress = ownAddress;
  }

  /** How long a start waits for the deny list: a file and a near server are read by then. */
  private static final long START_SECONDS = 3;

  /**
   * Reads the deny list for the first time, and from then on every five minutes. Completes with the first try, well or not, or
   * after 3 s: a realm does not stay closed for a list that is slow. Until it is there {@code access.when-unreachable} decides.
   */
  public Future<Void> start() {
    return denyList.start().timeout(START_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
  }

  /** Whether the address, in any case, is on the deny list or the realm's own. */
  public boolean denied(String address) {
    return address.equalsIgnoreCase(ownAddress) || denyList.denies(address);
  }

  /**
   * Whether the address is banned now; asks the bans service, for a second at most. Never fails; completes on the caller's context.
   */
  public Future<Boolean> banned(String address) {
    return bans.isBanned(address);
  }

  /**
   * Those of the addresses that are banned now, for a sweep over live sessions. Asks for 20 at a time, so a dead service takes a
   * second for each 20: start no sweep before the last one is over. Whom the service never told of is not among them, whatever the
   * setting. Never fails; completes on the caller's context.
   */
  public Future<Set<String>> bannedOf(Collection<String> addresses) {
    return bans.bannedOf(addresses);
  }

  /** Stops reading and asking. */
  public Future<Void> close() {
    return Future.join(denyList.close(), bans.close()).mapEmpty();
  }
}
