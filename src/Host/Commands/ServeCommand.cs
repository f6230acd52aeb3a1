using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot serve</c>: the real thing.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var serve = new Command("serve", "Run the server. Settings follow as --Key:Name VALUE, for example --Radius:AuthPort 18120") { Common.Data };
        serve.TreatUnmatchedTokensAsErrors = false;
        serve.SetAction(async (a, cancel) =>
        {
            var settings = Settings.Read(a.GetValue(Common.Data)!, a.UnmatchedTokens);
            await using var server = await Server.CreateAsync(settings, settings.Logs, cancel);
            await server.StartAsync(cancel);
            if (settings.Roles.Contains("portal")) Terminal.Out.WriteLine($"Portal   {server.PortalUrl}");
            if (settings.Roles.Contains("console")) Terminal.Out.WriteLine($"Console  {server.ConsoleUrl}");
            if (settings.Roles.Contains("radius"))
                Terminal.Out.WriteLine($"RADIUS   {settings.Configuration["Radius:Bind"] ?? "0.0.0.0"}, authentication {settings.Configuration["Radius:AuthPort"] ?? "1812"}, accounting {settings.Configuration["Radius:AcctPort"] ?? "1813"}");
            Terminal.Out.WriteLine($"Data     {settings.Folder.Path}");
            var next = await server.NextStepsAsync(cancel);
            if (next.Count > 0)
            {
                Terminal.Out.WriteLine("\nNext, in another terminal:");
                foreach (var step in next) Terminal.Out.WriteLine($"  {step}");
            }
            Terminal.Out.Flush();
            await server.WaitAsync(cancel);
            return 0;
        });
        return serve;
    }
}
