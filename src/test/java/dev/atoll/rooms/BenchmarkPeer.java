package dev.atoll.rooms;

import dev.atoll.protocol.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** One member that moves and hears others move; as cheap as can be, since a thousand of them share a core with the server. */
final class BenchmarkPeer extends ChannelInboundHandlerAdapter {
  /** What a movement takes: a WsPacket of 60 bytes. */
  private static final int PACKET_BYTES = 60;

  private static final int BODY_BYTES = PACKET_BYTES - 6;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final String path;
  private final Heard heard;
  private Channel channel;
  private ByteBuf rest;
  private boolean inside;

  /** What all peers have heard, together; used on their event loop only. */
  static final class Heard {
    final Histogram latency = new Histogram(60_000_000_000L, 3);
    long messages;
    long reads;
    int members;
    int lost;
    boolean measuring;
  }

  BenchmarkPeer(String path, Heard heard) {
    this.path = path;
    this.heard = heard;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    ByteBuf out = context.alloc().buffer();
    out.writeCharSequence(request, StandardCharsets.US_ASCII);
    context.writeAndFlush(out);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    heard.lost++;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  void move() {
    ByteBuf out = channel.alloc().directBuffer(PACKET_BYTES + 6);
    int mask = ThreadLocalRandom.current().nextInt();
    out.writeByte(0x82).writeByte(0x80 | PACKET_BYTES).writeInt(mask);
    int start = out.writerIndex();
    out.writeByte(0x1A).writeByte(PACKET_BYTES - 2).writeByte(0x12).writeByte(BODY_BYTES);
    out.writeByte(0x62).writeByte(BODY_BYTES - 2).writeLong(System.nanoTime());
    out.writeZero(BODY_BYTES - 10).writeByte(0x18).writeByte(1);
    Frames.mask(out, start, PACKET_BYTES, mask);
    channel.writeAndFlush(out, channel.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    heard.reads++;
    if (rest != null) {
      rest.writeBytes(in);
      in.release();
      in = rest;
      rest = null;
    }
    int at = in.readerIndex();
    if (!inside) {
      int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HEAD), in);
      if (end < 0) {
        rest = in;
        return;
      }
      at = end + END_OF_HEAD.length;
      inside = true;
      heard.members++;
    }
    at = frames(in, at);
    if (at < in.writerIndex()) {
      int left = in.writerIndex() - at;
      rest = context.alloc().buffer(Math.max(4096, 2 * left)).writeBytes(in, at, left);
    }
    in.release();
  }

  private int frames(ByteBuf in, int from) {
    int end = in.writerIndex();
    int at = from;
    long now = heard.measuring ? System.nanoTime() : 0;
    while (end - at >= 2) {
      int length = in.getByte(at + 1) & 0x7F;
      int header = 2;
      if (length == 126) {
        if (end - at < 4) {
          break;
        }
        length = in.getUnsignedShort(at + 2);
        header = 4;
      }
      if (end - at < header + length) {
        break;
      }
      if (in.getByte(at) == (byte) 0x82 && in.getByte(at + header) == 0x1A) {
        heard.messages++;
        if (now != 0) {
          heard.latency.recordValue(Math.max(0, now - sentAt(in, at + header)));
        }
      } else if (in.getByte(at) == (byte) 0x89) {
        pong();
      }
      at += header + length;
    }
    return at;
  }

  private void pong() {
    channel.writeAndFlush(
        channel.alloc().buffer().writeByte(0x8A).writeByte(0x80).writeInt(0));
  }

  /** Behind 1A length, 08 alias, 12 length, 62 length; lengths are of one byte, the alias may be longer. */
  private static long sentAt(ByteBuf in, int packet) {
    int at = packet + 3;
    while (in.getByte(at++) < 0) {
      // the alias goes on
    }
    return in.getLong(at + 4);
  }
}
