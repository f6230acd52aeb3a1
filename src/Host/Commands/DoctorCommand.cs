using System.CommandLine;
using HotspotManager.Core.Store;
using HotspotManager.Host.Doctor;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot doctor</c>: looks at this machine, and with <c>--ap NAME</c> at the way to one access point.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var ap = Common.Opt<string?>("--ap", "Check the way to this access point: address, secret, CoA, SNMP, portal, clock", "NAME");
        var language = new Option<string>("--lang") { Description = "id or en", HelpName = "LANG", DefaultValueFactory = _ => "id" };
        return Common.Command("doctor", "Check this machine, or the way to one access point", async (a, store, cancel) =>
        {
            var lang = a.GetValue(language)!;
            if (lang is not ("id" or "en")) throw new UsageException("--lang must be id or en.");
            var findings = new List<Finding>();
            await foreach (var finding in a.GetValue(ap) is { } name ? AccessPointChecks.RunAsync(store, name, cancel) : MachineChecks.RunAsync(store, cancel))
            {
                findings.Add(finding);
                if (!store.Output.IsJson) Terminal.Out.WriteLine($"{Mark(finding.Health)} {finding.Check}: {finding.In(lang)}");
            }
            if (store.Output.IsJson) store.Output.Many(findings.Select(f => new { f.Check, f.Health, text = f.In(lang) }).ToList());
            var bad = findings.Count(f => f.Health == Health.Bad);
            if (bad > 0) throw new RefusedException(lang == "en" ? $"{bad} of {findings.Count} checks failed." : $"{bad} dari {findings.Count} pemeriksaan gagal.");
        }, ap, language);
    }

    private static string Mark(Health health) => health switch { Health.Good => "✓", Health.Warning => "!", _ => "✗" };
}
