using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Controllers;

/// <summary>A phone as its controller sees it.</summary>
/// <param name="Mac"><c>AA-BB-CC-DD-EE-FF</c>.</param>
/// <param name="IsIn">The controller lets it through.</param>
/// <param name="UpOctets">From the phone since it associated.</param>
/// <param name="DownOctets">To the phone since it associated.</param>
/// <param name="Id">The controller's own name for what it let in, where it has one.</param>
public sealed record ControllerClient(string Mac, bool IsIn, long UpOctets, long DownOctets, string? Id = null);

/// <summary>
/// A brand whose controller is called: it is told whom to let in and to put out, and asked what phones used. A brand derives from this with its few calls; what is the same,
/// the phone's wait, sessions, counters and orders, is here and in <see cref="ControllerWatch"/>.
/// </summary>
public abstract class ControllerGateway(TimeProvider time) : IGateway
{
    private readonly ConcurrentDictionary<int, ControllerHttp> _ways = new();
    private readonly ConcurrentDictionary<(int Nas, string Mac), ControllerClient> _found = new();

    public abstract string Key { get; }

    public bool AsksByRadius => false;

    public bool IsTold => true;

    public abstract bool Recognises(PortalQuery query);

    public abstract GatewayHints Hints(PortalQuery query);

    public abstract (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request);

    public abstract PanelContent PasteIn(PasteInFacts facts);

    /// <summary>All phones that the controller knows of now.</summary>
    /// <exception cref="ControllerException">It cannot be asked.</exception>
    public abstract Task<IReadOnlyList<ControllerClient>> ClientsAsync(NasEntry nas, CancellationToken cancel);

    /// <summary>Ends what the controller lets a phone do.</summary>
    /// <exception cref="ControllerException">It cannot be told.</exception>
    public abstract Task PutOutAsync(NasEntry nas, string mac, CancellationToken cancel);

    /// <summary>Gives a phone that is in new limits; false when this brand cannot.</summary>
    /// <exception cref="ControllerException">It cannot be told.</exception>
    public abstract Task<bool> ChangeAsync(NasEntry nas, string mac, Limits limits, CancellationToken cancel);

    /// <summary>Lets a phone in. Returns what the controller knows of it, null where it need not know phones beforehand.</summary>
    /// <exception cref="ControllerException">It cannot be told, says no, or does not know the phone.</exception>
    protected abstract Task<ControllerClient?> AdmitAsync(Visit visit, Limits limits, CancellationToken cancel);

    /// <summary>Signs in and looks at one thing, for the doctor; what there is to say when it went well.</summary>
    protected abstract Task<(string Indonesian, string English)> LookAsync(NasEntry nas, CancellationToken cancel);

    public async Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(GatewayAnswer.Patience);
        try
        {
            if (await AdmitAsync(visit, limits, patience.Token) is { } client) _found[(visit.Nas.Id, visit.Mac)] = client;
            return new GatewayAnswer.GoTo(landing);
        }
        catch (ControllerException error)
        {
            return new GatewayAnswer.NotNow(error.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new GatewayAnswer.NotNow($"The controller at {visit.Nas.Row.GatewayUrl} does not answer (too slow).");
        }
    }

    public async IAsyncEnumerable<GatewayFinding> CheckAsync(AccessPoint point, NasEntry nas, [EnumeratorCancellation] CancellationToken cancel)
    {
        GatewayFinding finding;
        try
        {
            var (indonesian, english) = await LookAsync(nas, cancel);
            finding = new GatewayFinding("controller", true, indonesian, english);
        }
        catch (ControllerException error)
        {
            finding = new GatewayFinding("controller", false, $"Pengendali tidak bisa dipakai: {error.Message}", $"The controller cannot be used: {error.Message}");
        }
        yield return finding;
    }

    /// <summary>What the controller counted for a phone when it was let in; once.</summary>
    internal ControllerClient? TakeFound(int nas, string mac) => _found.TryRemove((nas, mac), out var client) ? client : null;

    /// <summary>The way to this controller; a new one when its settings were changed.</summary>
    internal ControllerHttp Way(NasEntry nas)
    {
        if (string.IsNullOrEmpty(nas.GatewayKey)) throw new ControllerException($"{nas.Name} has no --gateway-key: the controller's password or API key.");
        if (_ways.TryGetValue(nas.Id, out var way) && way.IsStillOf(nas)) return way;
        // The old one is left to the garbage collector: another phone may be using it.
        return _ways[nas.Id] = new ControllerHttp(nas, time);
    }
}
