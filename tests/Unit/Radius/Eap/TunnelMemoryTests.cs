using System.Net.Security;
using System.Runtime.InteropServices;
using System.Text;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Eap;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Eap.Tls;
using HotspotManager.Radius.Server;
using Xunit;

namespace HotspotManager.Unit.Radius.Eap;

/// <summary>What a conversation holds while the phone thinks: 4096 of them may be under way.</summary>
public sealed partial class TunnelMemoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tunnel");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_conversation_in_mid_handshake_holds_little_more_than_what_was_said()
    {
        const int Many = 200;
        var data = new DataFolder(_folder.FullName);
        new OwnAuthority(data, TimeProvider.System).Ensure();
        var context = TlsContext.Open(TlsFiles.Of(new TlsOptions(), data));
        var hello = await HelloAsync();
        Begin(context, hello).Dispose(); // what is loaded once is loaded now
        var conversations = new List<Conversation>(Many);
        var (managed, native) = (GC.GetAllocatedBytesForCurrentThread(), Native());
        for (var i = 0; i < Many; i++)
            conversations.Add(Begin(context, hello));
        managed = (GC.GetAllocatedBytesForCurrentThread() - managed) / Many;
        native = (Native() - native) / Many;
        conversations.ForEach(c => c.Dispose());
        TestContext.Current.TestOutputHelper?.WriteLine($"managed {managed}, native {native}");
        // A ClientHello, our flight of two certificates in EAP packets, and the objects around it: everything allocated, kept or not.
        Assert.InRange(managed, 1, 12_000);
        // OpenSSL's own: its handshake state and a buffer for one message of the handshake, but no record buffers.
        if (native is not 0)
            Assert.InRange(native, 1, 64_000);
    }

    [Fact]
    public void Fragments_beyond_what_anybody_has_to_say_end_the_conversation()
    {
        var data = new DataFolder(_folder.FullName);
        new OwnAuthority(data, TimeProvider.System).Ensure();
        using var peap = new PeapMethod(new EapVisitor(null!, ""), TlsContext.Open(TlsFiles.Of(new TlsOptions(), data)), 1000);
        peap.Begin(1);
        byte[] fragment = [0x40, .. new byte[1000]];
        var taken = 0;
        while (peap.Take(1, 2, fragment).Kind == EapStepKind.Request)
            taken += 1000;
        Assert.InRange(taken, 30_000, 33_000);
    }

    private static Conversation Begin(TlsContext context, byte[] hello)
    {
        var conversation = new Conversation(1, new EapVisitor(null!, ""), context, 1024, 0);
        Assert.Equal(EapStepKind.Request, Take(conversation, EapType.Identity, Encoding.UTF8.GetBytes("anonymous")).Kind);
        var flight = Take(conversation, EapType.Peap, [0, .. hello]);
        Assert.Equal(EapStepKind.Request, flight.Kind);
        Assert.True(flight.Data.Length > 500, "the server's hello and certificates");
        return conversation;
    }

    private static EapStep Take(Conversation conversation, EapType type, byte[] data)
    {
        var packet = EapPacket.Request(conversation.Identifier, type, data);
        packet[0] = (byte)EapCode.Response;
        Assert.True(EapPacket.TryReadResponse(packet, out var response));
        return conversation.Take(response);
    }

    /// <summary>A real ClientHello.</summary>
    private static async Task<byte[]> HelloAsync()
    {
        using var wire = new OneWay();
        using var tls = new SslStream(wire);
        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync("radius"));
        return wire.ToArray();
    }

    /// <summary>Takes what is written; nothing ever comes back.</summary>
    private sealed class OneWay : MemoryStream
    {
        public override int Read(Span<byte> buffer) => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(0);
    }

    /// <summary>Octets that the C library has given out; 0 where it is another one than glibc.</summary>
    private static long Native()
    {
        try
        {
            var now = Mallinfo2();
            return (long)(now.InUse + now.Mapped);
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>struct mallinfo2 (malloc.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Allocations
    {
        public nuint Arena, FreeChunks, FastChunks, MappedChunks, Mapped, Unused, FastFree, InUse, Free, Trimmable;
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial Allocations Mallinfo2();
}
