package dev.atoll.rooms;

import dev.atoll.cluster.LoginStamp;

/**
 * Somebody who is in a room at another node.
 *
 * @param speaker as the others know it
 * @param stamp which entry of its address it is, and at which node
 * @param challenged whether it entered by challenge
 */
record FarMember(Speaker speaker, LoginStamp stamp, boolean challenged) {
  String node() {
    return stamp.node();
  }

  int alias() {
    return speaker.alias();
  }

  String address() {
    return speaker.address();
  }
}
