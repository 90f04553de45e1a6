package dev.atoll.auth;

class Web3jSignaturesTest implements SignaturesContract {
  @Override
  public Signatures signatures() {
    return new Web3jSignatures();
  }
}
