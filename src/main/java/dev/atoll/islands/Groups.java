package dev.atoll.islands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups of an island's members that are connected by hops of at most the leave distance: ordered by their first
 * members, each in the order in which the reference arrives at it. There one member after the other joins the oldest
 * group it is near to, and the other groups near it are then appended to that one whole.
 */
final class Groups {
  private static final Comparator<Group> OLDEST_FIRST =
      (one, other) -> Integer.compare(one.head, other.head);

  private final double limit;
  private final Buckets buckets;
  private final List<Group> near = new ArrayList<>();

  private double[] xs = {};
  private double[] zs = {};
  private Group[] groupOf = {};
  private int[] following = {};

  /** For each bucket a member whose group all in it are of, as far as is known; or none. */
  private int[] uniform = {};

  Groups(double limit, Buckets buckets) {
    this.limit = limit;
    this.buckets = buckets;
  }

  /** Those of an island with members at these coordinates. */
  List<Peer[]> of(Island island, double[] memberXs, double[] memberZs) {
    prepare(island.size);
    xs = memberXs;
    zs = memberZs;
    List<Group> all = new ArrayList<>();
    for (int member = 0; member < island.size; member++) {
      Group group = join(member);
      groupOf[member] = group;
      if (group.head == member) {
        all.add(group);
      }
      enter(member, group);
    }
    all.removeIf(group -> group.into != null);
    return new ArrayList<>(all.stream().map(group -> members(island, group)).toList());
  }

  private void prepare(int size) {
    buckets.clear(size);
    if (groupOf.length < size) {
      groupOf = new Group[size];
      following = new int[size];
    }
    if (uniform.length < buckets.count()) {
      uniform = new int[buckets.count()];
    }
    Arrays.fill(uniform, 0, buckets.count(), Buckets.NONE);
  }

  /** The group a member comes into, with all that it connects. */
  private Group join(int member) {
    near.clear();
    for (int bucket : buckets.around(xs[member], zs[member])) {
      findNear(member, bucket);
    }
    if (near.isEmpty()) {
      return new Group(member);
    }
    near.sort(OLDEST_FIRST);
    Group first = near.get(0);
    append(first, member, member, 1);
    for (int i = 1; i < near.size(); i++) {
      Group other = near.get(i);
      append(first, other.head, other.tail, other.size);
      other.into = first;
    }
    return first;
  }

  /** Notes the groups of the bucket that the member is near to. */
  private void findNear(int member, int bucket) {
    int known = uniform[bucket];
    if (known != Buckets.NONE && group(known).met == member) {
      return;
    }
    int head = buckets.first(bucket);
    boolean same = true;
    for (int i = head; i != Buckets.NONE; i = buckets.next(i)) {
      Group group = group(i);
      same &= group == group(head);
      if (group.met != member && Distance.squared(xs[member], zs[member], xs[i], zs[i]) <= limit) {
        group.met = member;
        near.add(group);
      }
    }
    uniform[bucket] = same ? head : Buckets.NONE;
  }

  private void enter(int member, Group group) {
    int bucket = buckets.of(xs[member], zs[member]);
    int known = uniform[bucket];
    boolean same =
        known == Buckets.NONE ? buckets.first(bucket) == Buckets.NONE : group(known) == group;
    uniform[bucket] = same ? member : Buckets.NONE;
    buckets.add(member, bucket);
  }

  private void append(Group group, int head, int tail, int size) {
    following[group.tail] = head;
    group.tail = tail;
    group.size += size;
  }

  /** The group a member is in by now. */
  private Group group(int member) {
    Group group = groupOf[member];
    Group into = group.into;
    if (into == null) {
      return group;
    }
    while (into.into != null) {
      into = into.into;
    }
    groupOf[member] = into;
    return into;
  }

  private Peer[] members(Island island, Group group) {
    Peer[] members = new Peer[group.size];
    int member = group.head;
    for (int i = 0; i < members.length; i++) {
      members[i] = island.members[member];
      member = following[member];
    }
    return members;
  }

  /** A group in the making: its members are linked by {@link #following}. */
  private static final class Group {
    final int head;
    int tail;
    int size = 1;

    /** The last member that was found near. */
    int met = Buckets.NONE;

    /** The group it was appended to. */
    @Nullable
    Group into;

    Group(int member) {
      head = member;
      tail = member;
    }
  }
}
