package dev.atoll.chaos;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The cluster as one node sees it. */
record View(String self, String leader, long term, int sessions, Set<String> nodes) {

  /** Of {@code /cluster}. */
  static View of(JsonObject page) {
    JsonArray nodes = page.getJsonArray("nodes");
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      ids.add(nodes.getJsonObject(i).getString("id"));
    }
    return new View(
        page.getString("self"),
        page.getString("leader"),
        page.getLong("term"),
        page.getInteger("sessions"),
        ids);
  }

  /** Whether they see each other and nobody else, and know one leader among them. */
  static boolean agree(Collection<View> views) {
    Set<String> all = views.stream().map(View::self).collect(Collectors.toSet());
    Set<String> leaders =
        views.stream().map(view -> view.leader + " " + view.term).collect(Collectors.toSet());
    return views.stream().allMatch(view -> view.nodes.equals(all) && all.contains(view.leader))
        && leaders.size() == 1;
  }
}
