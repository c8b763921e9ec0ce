"""The syntax of mail on the wire: caps, character sets, encoded words, addresses, MIME leaves. No meaning."""
