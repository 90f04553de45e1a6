package dev.atoll.islands.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.islands.IslandsEngine;
import dev.atoll.islands.IslandsParameters;
import dev.atoll.islands.Merge;
import dev.atoll.islands.Wish;
import org.junit.jupiter.api.Test;

class TraceRecorderTest {
  private final IslandsEngine engine =
      new IslandsEngine(new IslandsParameters(64, 80, 3, "I", Merge.STABLE));

  @Test
  void it_writes_the_state_at_the_start_and_each_step() {
    engine.move("a", 0, 1.5, 0, Wish.room("I9"));
    engine.flush();
    engine.move("näme \"\\", Double.NaN, 0, 0, Wish.UNCHANGED);
    TraceRecorder recorder = TraceRecorder.start(engine, "two steps", 10_000);

    engine.move("a", 1, 0, 0, Wish.CLEARED);
    engine.flush();
    engine.disconnect("a");
    engine.flush();
    engine.move("after the last flush", 1, 0, 0, Wish.UNCHANGED);

    assertThat(recorder.steps()).isEqualTo(2);
    assertThat(recorder.stop().text()).isEqualTo("""
            {"format":"island-trace/1","name":"two steps","source":"atoll",\
            "config":{"joinDistance":64,"leaveDistance":80,"maxIslandSize":3,"roomPrefix":"I","merge":"stable"},\
            "initial":{"created":1,"islands":[{"id":"I1","maxPeers":3,"touched":false,"peers":[["a",0,1.5,0,"I9"]]}],\
            "newcomers":[["n\\u00e4me \\"\\\\","NaN",0,0]],"leaves":[]},\
            "steps":[{"ops":[{"move":["a",1,0,0,null]}],\
            "islands":[{"id":"I1","peers":["a"],"center":[1,0,0],"radius":0,"maxPeers":3},\
            {"id":"I2","peers":["n\\u00e4me \\"\\\\"],"center":["NaN",0,0],"radius":"NaN","maxPeers":3}],\
            "updates":[{"peer":"n\\u00e4me \\"\\\\","changeTo":"I2"}]},\
            {"ops":[{"disconnect":"a"}],\
            "islands":[{"id":"I2","peers":["n\\u00e4me \\"\\\\"],"center":["NaN",0,0],"radius":"NaN","maxPeers":3}],\
            "updates":[{"peer":"a","leave":"I1"}]}]}""");
  }

  @Test
  void it_stops_before_it_is_too_large_and_what_there_is_stays_a_whole_trace() {
    TraceRecorder recorder = TraceRecorder.start(engine, "long", 2000);

    for (int step = 0; recorder.isRunning(); step++) {
      engine.move("p" + step, step * 1000, 0, 0, Wish.UNCHANGED);
      engine.flush();
    }

    String text = recorder.stop().text();
    assertThat(text).hasSizeBetween(1000, 2000).endsWith("],\"cut\":true}");
    assertThat(Replay.unlessSaid(Merge.REFERENCE, text))
        .extracting(Replay::outcome)
        .containsExactly(new TraceOutcome.Same(recorder.steps()));
  }

  @Test
  void it_stops_when_so_much_is_done_that_the_step_cannot_fit() {
    TraceRecorder recorder = TraceRecorder.start(engine, "busy", 2000);

    for (int move = 0; move < 1000; move++) {
      engine.move("a", move, 0, 0, Wish.UNCHANGED);
    }

    assertThat(recorder.isRunning()).isFalse();
    assertThat(recorder.stop().text()).endsWith("\"steps\":[],\"cut\":true}");
  }

  @Test
  void what_is_done_after_the_stop_is_not_recorded() {
    TraceRecorder recorder = TraceRecorder.start(engine, "short", 2000);
    String text = recorder.stop().text();

    engine.move("a", 0, 0, 0, Wish.UNCHANGED);
    engine.flush();

    assertThat(recorder.stop().text()).isEqualTo(text);
    assertThat(recorder.steps()).isZero();
  }
}
