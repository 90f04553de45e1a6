package dev.atoll.auth;

class NativeSignaturesTest implements SignaturesContract {
  private final Signatures signatures = NativeSignatures.load();

  @Override
  public Signatures signatures() {
    return signatures;
  }
}
