package dev.atoll.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two native links of one process, without LiveKit between. */
class LinkTest {

  /** Hands each link's words to the other. */
  private static final class End implements Link.Events {
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Link own;
    End other;

    @Override
    public void described(boolean offer, String sdp, int id) {
      other.own.describe(offer, sdp, id);
    }

    @Override
    public void found(Link.Candidate candidate) {
      other.own.candidate(candidate);
    }

    @Override
    public void opened() {
      told.add("opened");
    }

    @Override
    public void received(byte[] packet) {
      told.add("received " + packet.length);
    }

    @Override
    public void dropped() {
      told.add("dropped");
    }

    @Override
    public void failed(String why) {
      told.add("failed " + why);
    }

    String next() throws InterruptedException {
      return told.poll(Patience.SECONDS, TimeUnit.SECONDS);
    }
  }

  private final End one = new End();
  private final End two = new End();

  private void connect() {
    WebRtc webRtc = WebRtcNeeded.load();
    one.other = two;
    two.other = one;
    one.own = webRtc.connect(one);
    two.own = webRtc.connect(two);
  }

  @Test
  void packets_pass_both_ways_until_it_is_closed() throws Exception {
    connect();

    one.own.offer();

    assertThat(one.next()).isEqualTo("opened");
    assertThat(two.next()).isEqualTo("opened");
    assertThat(one.own.send(new byte[100], true)).isTrue();
    assertThat(two.next()).isEqualTo("received 100");
    assertThat(two.own.send(new byte[60_000], true)).isTrue();
    assertThat(one.next()).isEqualTo("received 60000");
    one.own.close();
    one.own.send(new byte[1], true);
    assertThat(two.told.poll(200, TimeUnit.MILLISECONDS)).isNull();
    two.own.close();
  }

  @Test
  void what_is_sent_before_it_is_open_is_dropped() throws Exception {
    connect();

    one.own.send(new byte[1], true);

    assertThat(one.next()).isEqualTo("dropped");
    one.own.close();
    two.own.close();
  }

  @Test
  void descriptions_of_garbage_fail_the_link() throws Exception {
    connect();

    one.own.describe(true, "v=0\r\ngarbage", 1);

    assertThat(one.next()).startsWith("failed");
    one.own.close();
    two.own.close();
  }

  @Test
  void candidates_of_garbage_harm_nobody() throws Exception {
    connect();
    for (int i = 0; i < 200; i++) {
      one.own.candidate(new Link.Candidate("candidate: garbage " + i, "0", i));
    }

    one.own.offer();

    assertThat(two.next()).isEqualTo("opened");
    one.own.close();
    two.own.close();
  }

  @Test
  void more_than_may_wait_is_refused() {
    connect();

    boolean taken = true;
    for (int i = 0; i < 100_000 && taken; i++) {
      taken = one.own.send(new byte[60_000], true);
    }

    assertThat(taken).isFalse();
    one.own.close();
    two.own.close();
  }
}
