namespace HotspotManager.Core.Store;

/// <summary>A verb refuses what it was asked to do; the message is one line that says what to do instead. Commands exit 1 with it, the API answers 400 with it.</summary>
/// <param name="message">In English: for commands and the API.</param>
/// <param name="indonesian">The same for the console's pages; null where only English is written.</param>
public sealed class RefusedException(string message, string? indonesian = null) : Exception(message)
{
    /// <summary>The line in a language of the console.</summary>
    public string In(string language) => language == "en" ? Message : indonesian ?? Message;
}
