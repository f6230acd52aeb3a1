using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Control;

/// <summary>What a NAS said to a Disconnect-Request or CoA-Request.</summary>
/// <param name="Code">ACK or NAK; null: nothing came.</param>
/// <param name="ErrorCause">The Error-Cause it gave (RFC 5176 section 3.6).</param>
/// <param name="Sent">Whether anything could be sent at all.</param>
public readonly record struct ControlAnswer(RadiusCode? Code, uint? ErrorCause, bool Sent)
{
    /// <summary>Whether the NAS did it.</summary>
    public bool IsAck => Code is RadiusCode.DisconnectAck or RadiusCode.CoaAck;
}
