namespace HotspotManager.Host.Doctor;

/// <summary>How a check ended.</summary>
public enum Health { Good, Warning, Bad }

/// <summary>One check: what was looked at, and one sentence in Indonesian and in English.</summary>
public sealed record Finding(string Check, Health Health, string Indonesian, string English)
{
    public string In(string language) => language == "en" ? English : Indonesian;

    public static Finding Good(string check, string id, string en) => new(check, Health.Good, id, en);
    public static Finding Warning(string check, string id, string en) => new(check, Health.Warning, id, en);
    public static Finding Bad(string check, string id, string en) => new(check, Health.Bad, id, en);
}
