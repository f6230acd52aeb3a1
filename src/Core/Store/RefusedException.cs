namespace HotspotManager.Core.Store;

/// <summary>A verb refuses what it was asked to do; the message is one line that says what to do instead. Commands exit 1 with it, the API answers 400 with it.</summary>
public sealed class RefusedException(string message) : Exception(message);
