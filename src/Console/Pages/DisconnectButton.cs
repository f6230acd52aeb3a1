using HotspotManager.Core.Sessions;

namespace HotspotManager.Console.Pages;

/// <summary>The button that ends a session, or what came of pressing it.</summary>
public sealed record DisconnectButton(SessionView Session, SessionOrder? Order, string Back);
