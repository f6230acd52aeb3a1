using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HotspotManager.Core.Store;
using HotspotManager.Monitor.Asking;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot snmp …</c>: ask an agent by hand, and see what notifications come. Needs no store.</summary>
internal static class SnmpCommands
{
    private static readonly Option<string> Version = new("--snmp-version") { Description = "1 or 2c, with a community", HelpName = "V", DefaultValueFactory = _ => "2c" };
    private static readonly Option<double> Timeout = new("--timeout") { Description = "Seconds the first try waits; each further one twice as long", HelpName = "S", DefaultValueFactory = _ => 1.5 };
    private static readonly Option<int> Retries = new("--retries") { Description = "How often to ask again", HelpName = "N", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> Repetitions = new("--max-repetitions") { Description = "Rows asked for at once", HelpName = "N", DefaultValueFactory = _ => 25 };
    private static readonly Option<int> NonRepeaters = new("--non-repeaters") { Description = "The first N OIDs are asked for once", HelpName = "N" };

    public static Command Create()
    {
        var where = new Argument<string>("HOST:PORT") { Description = "The agent; port 161 when none is given; [2001:db8::1]:161 for IPv6" };
        var names = new Argument<string[]>("OID") { Description = "Object identifiers as numbers: 1.3.6.1.2.1.1.1.0", Arity = ArgumentArity.OneOrMore };
        var root = new Argument<string>("OID") { Description = "Where to walk; everything below mib-2 when none is given", DefaultValueFactory = _ => "1.3.6.1.2.1" };
        var get = Ask("get", "The values of these variables", where, [names], async (manager, a, print, cancel) =>
            print(await manager.AskAsync(PduType.Get, Oids(a.GetValue(names)!), cancel: cancel)));
        var bulk = Ask("bulk", "One GetBulk: what follows these variables", where, [names, Repetitions, NonRepeaters], async (manager, a, print, cancel) =>
            print(await manager.AskAsync(PduType.GetBulk, Oids(a.GetValue(names)!), a.GetValue(NonRepeaters), a.GetValue(Repetitions), cancel)));
        var walk = Ask("walk", "Everything below this variable", where, [root, Repetitions], async (manager, a, print, cancel) =>
        {
            await foreach (var variable in manager.WalkAsync(Oids([a.GetValue(root)!])[0], Math.Max(1, a.GetValue(Repetitions)), cancel))
                print(new SnmpAnswer(ErrorStatus.NoError, 0, [variable]));
        });
        return new Command("snmp", "SNMP: ask an agent by hand, see what notifications come") { get, walk, bulk, SnmpTrapCommand.Create() };
    }

    private static Command Ask(string name, string description, Argument<string> where, Symbol[] more,
        Func<SnmpManager, ParseResult, Action<SnmpAnswer>, CancellationToken, Task> work)
    {
        var command = new Command(name, description)
        {
            where, NetworkOptions.SnmpCommunity, NetworkOptions.SnmpUser, NetworkOptions.SnmpAuth, NetworkOptions.SnmpPriv, Version, Timeout, Retries, Common.Json,
        };
        foreach (var symbol in more)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }
        command.SetAction(async (a, cancel) =>
        {
            using var manager = new SnmpManager(await AgentAsync(a, a.GetValue(where)!, cancel), TimeProvider.System);
            var output = new Output(a.GetValue(Common.Json));
            var found = new List<SnmpVariable>();
            try
            {
                await work(manager, a, answer => Print(answer, output, found), cancel);
            }
            catch (SnmpException error)
            {
                throw new RefusedException(error.Message);
            }
            if (output.IsJson) output.Many(found.Select(v => new { Oid = v.Name.ToString(), Type = v.Tag.ToString(), Value = v.Text[(v.Text.IndexOf(": ", StringComparison.Ordinal) + 2)..] }).ToList());
            return 0;
        });
        return command;
    }

    private static void Print(SnmpAnswer answer, Output output, List<SnmpVariable> found)
    {
        if (answer.ErrorStatus != ErrorStatus.NoError)
        {
            var at = answer.ErrorIndex >= 1 && answer.ErrorIndex <= answer.Variables.Count ? $" at {answer.Variables[answer.ErrorIndex - 1].Name}" : "";
            throw new RefusedException($"The agent answers {answer.ErrorStatus}{at}.");
        }
        foreach (var variable in answer.Variables)
        {
            if (output.IsJson) found.Add(variable);
            else Terminal.Out.WriteLine($"{variable.Name} = {variable.Text}");
        }
    }

    private static async Task<SnmpAgent> AgentAsync(ParseResult a, string where, CancellationToken cancel)
    {
        var endPoint = await EndPointAsync(where, cancel);
        var (timeout, retries) = (a.GetValue(Timeout), a.GetValue(Retries));
        if (timeout is not (> 0 and <= 60) || retries is < 0 or > 10) throw new UsageException("--timeout is above 0 and at most 60 seconds, --retries 0 to 10.");
        var (user, version) = (User(a), a.GetValue(Version)!);
        if (user is null && version is not ("1" or "2c")) throw new UsageException($"--snmp-version is 1 or 2c, not '{version}'; for version 3 give --snmp-user.");
        return new SnmpAgent(endPoint, user is not null ? SnmpVersion.V3 : version == "1" ? SnmpVersion.V1 : SnmpVersion.V2c, a.GetValue(NetworkOptions.SnmpCommunity) ?? "public", user)
        {
            Timeout = TimeSpan.FromSeconds(timeout),
            Retries = retries,
        };
    }

    /// <summary>The SNMPv3 user that the options name; null when they name none.</summary>
    internal static UsmUser? User(ParseResult a)
    {
        var (name, auth, priv) = (a.GetValue(NetworkOptions.SnmpUser), a.GetValue(NetworkOptions.SnmpAuth), a.GetValue(NetworkOptions.SnmpPriv));
        if (name is null) return auth is null && priv is null ? null : throw new UsageException("--snmp-auth and --snmp-priv need --snmp-user.");
        try
        {
            return UsmUser.Parse(name, auth, priv);
        }
        catch (FormatException error)
        {
            throw new UsageException(error.Message);
        }
    }

    private static Oid[] Oids(string[] texts) =>
        [.. texts.Select(text => Oid.TryParse(text, out var oid) ? oid : throw new UsageException($"'{text}' is no object identifier: write numbers with dots, such as 1.3.6.1.2.1.1.1.0."))];

    private static async Task<IPEndPoint> EndPointAsync(string where, CancellationToken cancel)
    {
        if (IPEndPoint.TryParse(where, out var known)) return known.Port == 0 ? new IPEndPoint(known.Address, 161) : known;
        var colon = where.LastIndexOf(':');
        var (host, port) = colon < 0 ? (where, 161)
            : int.TryParse(where.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536 ? (where[..colon], number)
            : throw new UsageException($"'{where}' names no UDP port: write HOST:PORT.");
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancel);
            return new IPEndPoint(addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0], port);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw new RefusedException($"'{host}' has no address: {error.Message}.");
        }
    }
}
