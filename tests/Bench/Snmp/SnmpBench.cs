namespace HotspotManager.Bench.Snmp;
internal static class SnmpBench { public static void Run(Options options) { _ = options; } }
