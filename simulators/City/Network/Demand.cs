namespace HotspotManager.City.Network;

/// <summary>What a phone asks of the network: bursts of reading, watching and nothing, drawn anew every few seconds.</summary>
internal static class Demand
{
    public static void Draw(PhoneSession session, Random random, DateTimeOffset now, double? steady)
    {
        if (steady is { } always)
        {
            (session.WantedDown, session.WantedUp, session.NextDemand) = (always, always / 10, DateTimeOffset.MaxValue);
            return;
        }
        session.NextDemand = now + TimeSpan.FromSeconds(5 + random.Next(16));
        // Log-normal about 350 kbit/s: most little, a few all they can get; one in eight is in a pocket.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var down = random.Next(8) == 0 ? 2_000 : 350_000 * Math.Exp(1.2 * normal);
        session.WantedDown = Math.Min(down, 40e6);
        session.WantedUp = session.WantedDown * (0.05 + 0.2 * random.NextDouble());
    }
}
