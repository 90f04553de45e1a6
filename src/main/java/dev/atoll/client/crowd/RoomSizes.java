package dev.atoll.client.crowd;

/** How many members rooms had, sampled again and again. */
final class RoomSizes {
  private long rooms;
  private long members;
  private int largest;
  private int fullNow;
  private int fewestFull = Integer.MAX_VALUE;
  private int roomsNow;

  /** One room of the sample that is being taken. */
  void room(int size) {
    rooms++;
    roomsNow++;
    members += size;
    largest = Math.max(largest, size);
    fullNow += size >= Places.PLAZA_PEERS ? 1 : 0;
  }

  /** All rooms of a sample were told. */
  void sampled() {
    fewestFull = roomsNow == 0 ? fewestFull : Math.min(fewestFull, fullNow);
    roomsNow = 0;
    fullNow = 0;
  }

  /** Members of a room in the mean over all rooms and samples. */
  double mean() {
    return rooms == 0 ? 0 : (double) members / rooms;
  }

  int largest() {
    return largest;
  }

  /** How many rooms of 100 or more there were in every sample. */
  int full() {
    return fewestFull == Integer.MAX_VALUE ? 0 : fewestFull;
  }
}
