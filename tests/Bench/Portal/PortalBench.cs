namespace HotspotManager.Bench.Portal;
internal static class PortalBench { public static void Run(Options options) { _ = options; } }
