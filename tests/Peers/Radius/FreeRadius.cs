using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Radius;

/// <summary>FreeRADIUS as somebody else's server: its own configuration in a temporary folder, PAP, CHAP and PEAP for the users given, accounting in a file.</summary>
public sealed class FreeRadius : IAsyncDisposable
{
    public const string Secret = "homesecret";

    private readonly TemporaryFolder _folder = new("freeradius");
    private ChildProcess? _process;

    private readonly string _eap;

    private FreeRadius(int port, string eap) => (Port, _eap) = (port, eap);

    /// <summary>Where it takes Access-Requests; accounting is the next port.</summary>
    public int Port { get; }

    public string At => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The accounting records it has had, in its own words.</summary>
    public string Accounting => File.Exists(_folder.At("detail")) ? File.ReadAllText(_folder.At("detail")) : "";

    /// <summary>What it said so far: every packet in its own words.</summary>
    public string Text => _process?.Text ?? "";

    /// <param name="users">Lines of its users file.</param>
    /// <param name="eap">Its certificate for PEAP; without one it speaks no EAP.</param>
    public static async Task<FreeRadius> StartAsync(string users, X509Certificate2? eap = null)
    {
        Peer.Find("freeradius");
        var server = new FreeRadius(TwoPorts(), eap is null ? "" : "eap");
        if (eap is not null)
            server._folder.Write("server.pem", eap.ExportCertificatePem() + "\n" + eap.KeyPem());
        server._folder.Write("users", users);
        server._folder.Write("dictionary", "");
        server._folder.Write("radiusd.conf", server.Configuration());
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        _process = ChildProcess.Start("freeradius", ["-f", "-X", "-d", _folder.FullPath]);
        await _process.LineAsync("Ready to process requests", TimeSpan.FromSeconds(20));
    }

    public Task StopAsync() => _process!.EndAsync(Signal.Kill);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static int TwoPorts()
    {
        for (var tries = 0; ; tries++)
        {
            using var first = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)first.Client.LocalEndPoint!).Port;
            try
            {
                using var second = new UdpClient(new IPEndPoint(IPAddress.Loopback, port + 1));
                return port;
            }
            catch (SocketException) when (tries < 50)
            {
                // The next port is somebody's: another pair.
            }
        }
    }

    private string Configuration() => $$"""
        prefix = /usr
        libdir = /usr/lib/freeradius
        raddbdir = {{_folder.FullPath}}
        logdir = {{_folder.FullPath}}
        run_dir = {{_folder.FullPath}}
        max_request_time = 5
        security {
        	status_server = yes
        }
        client neighbour {
        	ipaddr = 127.0.0.1
        	secret = {{Secret}}
        }
        modules {
        	pap {
        	}
        	chap {
        	}
        	files {
        		filename = {{_folder.At("users")}}
        	}
        	{{(_eap.Length > 0 ? EapModules : "")}}
        	detail {
        		filename = {{_folder.At("detail")}}
        	}
        }
        server default {
        	listen {
        		type = auth
        		ipaddr = 127.0.0.1
        		port = {{Port}}
        	}
        	listen {
        		type = acct
        		ipaddr = 127.0.0.1
        		port = {{Port + 1}}
        	}
        	authorize {
        		{{_eap}}
        		files
        		chap
        		pap
        	}
        	authenticate {
        		Auth-Type PAP {
        			pap
        		}
        		Auth-Type CHAP {
        			chap
        		}
        		{{_eap}}
        	}
        	accounting {
        		detail
        	}
        }
        {{(_eap.Length > 0 ? InnerTunnel : "")}}

        """;

    private string EapModules => $$"""
        mschap {
        	}
        	eap {
        		default_eap_type = peap
        		tls-config common {
        			private_key_file = {{_folder.At("server.pem")}}
        			certificate_file = {{_folder.At("server.pem")}}
        			fragment_size = 1024
        			tls_max_version = "1.2"
        			ecdh_curve = ""
        			cache {
        				enable = yes
        			}
        		}
        		peap {
        			tls = common
        			default_eap_type = mschapv2
        			virtual_server = inner-tunnel
        		}
        		mschapv2 {
        		}
        	}
        """;

    private const string InnerTunnel = """
        server inner-tunnel {
        	authorize {
        		eap {
        			ok = return
        		}
        		files
        		mschap
        	}
        	authenticate {
        		Auth-Type MS-CHAP {
        			mschap
        		}
        		eap
        	}
        }
        """;
}
