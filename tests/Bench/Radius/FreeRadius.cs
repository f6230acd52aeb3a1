using HotspotManager.Bench.Radius.Eap;
using System.Net;
using System.Text;

namespace HotspotManager.Bench.Radius;

/// <summary>Where FreeRADIUS looks users up and puts accounting.</summary>
internal enum FreeRadiusStore
{
    /// <summary>Users in a file read at start; accounting to a detail file, which is not flushed.</summary>
    Files,

    /// <summary>Users and accounting in PostgreSQL, with the queries that come with FreeRADIUS.</summary>
    Postgres,
}

/// <summary>
/// FreeRADIUS 3 with a configuration made for the run: only the modules that the questions need, so it is faster than as it comes from the package. Log lines
/// for each request are off, and it may hold as many requests as it likes.
/// </summary>
internal static class FreeRadius
{
    private const string Program = "/usr/sbin/freeradius";

    public static (Peer Peer, IPEndPoint Authentication, IPEndPoint Accounting) Start(WorkFolder work, FreeRadiusStore store, int postgresPort = 0, TlsFiles? tls = null)
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"{Program} is missing: apt install freeradius freeradius-postgresql");
        var folder = work.Folder("freeradius-" + store.ToString().ToLowerInvariant());
        var (auth, acct) = (LoadGenerator.FreePort(), LoadGenerator.FreePort());
        if (store == FreeRadiusStore.Files)
            File.WriteAllText(Path.Combine(folder, "users"), UsersFile());
        if (tls is not null && OperatingSystem.IsLinux())
            Directory.CreateDirectory(Path.Combine(folder, "sessions"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // without it nothing is resumed
        File.WriteAllText(Path.Combine(folder, "radiusd.conf"), Configuration(folder, store, auth, acct, postgresPort, tls));
        var name = store == FreeRadiusStore.Files ? (tls is null ? "FreeRADIUS, file (never flushed)" : "FreeRADIUS") : "FreeRADIUS, PostgreSQL (flushed)";
        return (Peer.Start(name, folder, Machine.ServerCore, Program, "-f", "-d", folder), new IPEndPoint(IPAddress.Loopback, auth), new IPEndPoint(IPAddress.Loopback, acct));
    }

    private static string UsersFile()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Requests.Users; i++)
        {
            text.Append(Requests.Name(i)).Append(" Cleartext-Password := \"").Append(Requests.Password(i)).Append("\"\n")
                .Append("\tSession-Timeout = 36000, Idle-Timeout = 900, Acct-Interim-Interval = 300, Mikrotik-Rate-Limit = \"1000k/4000k\"\n\n");
        }
        return text.ToString();
    }

    private static string Configuration(string folder, FreeRadiusStore store, int auth, int acct, int postgresPort, TlsFiles? tls) => $$"""
        prefix = /usr
        sysconfdir = /etc
        localstatedir = {{folder}}
        confdir = {{folder}}
        modconfdir = /etc/freeradius/3.0/mods-config
        logdir = {{folder}}
        radacctdir = {{folder}}
        run_dir = {{folder}}
        db_dir = {{folder}}
        libdir = /usr/lib/freeradius
        pidfile = {{folder}}/pid
        max_request_time = 30
        cleanup_delay = 5
        max_requests = 1000000
        hostname_lookups = no
        log { destination = files
          file = {{folder}}/radius.log
          auth = no
          }
        security { reject_delay = 1
          status_server = yes
          allow_core_dumps = no
          }
        thread pool { start_servers = 5
          max_servers = 32
          min_spare_servers = 3
          max_spare_servers = 10
          max_requests_per_server = 0
          }
        client bench { ipaddr = 127.0.0.1
          secret = {{Requests.SecretText}}
          require_message_authenticator = yes
          nas_type = other
          }
        modules {
          pap {
          }
          {{(tls is null ? "" : EapModules(folder, tls))}}
          {{(store == FreeRadiusStore.Files ? FileModules(folder) : SqlModule(postgresPort))}}
        }
        server default {
          listen { type = auth
            ipaddr = 127.0.0.1
            port = {{auth}}
            }
          listen { type = acct
            ipaddr = 127.0.0.1
            port = {{acct}}
            }
          authorize {
            {{(tls is null ? "" : EapAuthorize)}}
            {{(store == FreeRadiusStore.Files ? "files" : "sql")}}
            pap
          }
          authenticate {
            Auth-Type PAP {
              pap
            }
            {{(tls is null ? "" : "eap")}}
          }
          accounting {
            {{(store == FreeRadiusStore.Files ? "detail" : "sql")}}
          }
        }
        {{(tls is null ? "" : InnerTunnel)}}
        """;

    /// <summary>As in the packaged site: a tunnel being set up is looked up no further. Without a User-Name in the reply FreeRADIUS resumes no session.</summary>
    private const string EapAuthorize = """
        update reply {
              User-Name := "%{User-Name}"
            }
            eap {
              ok = return
            }
        """;

    private static string EapModules(string folder, TlsFiles tls) => $$"""
          mschap {
          }
          eap {
            default_eap_type = peap
            tls-config common {
              private_key_file = {{tls.Key}}
              certificate_file = {{tls.Certificate}}
              ca_file = {{tls.Ca}}
              fragment_size = 1024
              tls_max_version = "1.2"
              ecdh_curve = ""
              cache {
                enable = yes
                name = "bench"
                lifetime = 24
                max_entries = 10000
                persist_dir = {{folder}}/sessions
                store {
                  Tunnel-Private-Group-Id
                }
              }
            }
            tls {
              tls = common
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

    private static string FileModules(string folder) => $$"""
          files { usersfile = {{folder}}/users
            key = "%{User-Name}"
            }
          detail { filename = {{folder}}/detail
            header = "%t"
            permissions = 0600
            }
        """;

    private static string SqlModule(int port) => $$"""
          expr {
          }
          sql { dialect = "postgresql"
            driver = "rlm_sql_postgresql"
            server = "127.0.0.1"
            port = {{port}}
            login = "postgres"
            password = "none"
            radius_db = "radius"
            acct_table1 = "radacct"
            acct_table2 = "radacct"
            postauth_table = "radpostauth"
            authcheck_table = "radcheck"
            groupcheck_table = "radgroupcheck"
            authreply_table = "radreply"
            groupreply_table = "radgroupreply"
            usergroup_table = "radusergroup"
            delete_stale_sessions = yes
            read_groups = yes
            read_clients = no
            client_table = "nas"
            group_attribute = "SQL-Group"
            pool { start = 5
              min = 3
              max = 32
              spare = 10
              uses = 0
              retry_delay = 30
              lifetime = 0
              idle_timeout = 60
              }
            $INCLUDE ${modconfdir}/sql/main/postgresql/queries.conf
          }
        """;
}
