using HotspotManager.Host.Commands;

// The table of contents of the executable: each line is a family of commands; `hotspot --help` prints the same.
var hotspot = new HotspotCommand("HotspotManager: community Wi-Fi with RADIUS, captive portal, monitoring and console. Begin with: hotspot demo");

hotspot.Add(ServeCommand.Create());
hotspot.Add(DemoCommand.Create());
hotspot.Add(DemoCommand.CreateFault());
hotspot.Add(AccessPointCommands.Create());
hotspot.Add(NasCommands.Create());
hotspot.Add(DeviceCommands.Create());
hotspot.Add(CheckInCommands.Create());
hotspot.Add(TunnelCommands.Create());
hotspot.Add(AreaCommands.Create());
hotspot.Add(GardenCommands.Create());
hotspot.Add(HoursCommands.Create());
hotspot.Add(HoursCommands.CreateHoliday());
hotspot.Add(PlanCommands.Create());
hotspot.Add(SignInCommands.Create());
hotspot.Add(LookCommands.Create());
hotspot.Add(CourierCommands.Create());
hotspot.Add(CourierCommands.CreateMessage());
hotspot.Add(AlertCommands.Create());
hotspot.Add(VoucherCommands.Create());
hotspot.Add(AccountCommands.Create());
hotspot.Add(OperatorCommands.Create());
hotspot.Add(OperatorCommands.CreateToken());
hotspot.Add(SessionCommands.Create());
hotspot.Add(AttemptCommands.Create());
hotspot.Add(RadiusCommands.Create());
hotspot.Add(SnmpCommands.Create());
hotspot.Add(PollCommand.Create());
hotspot.Add(RealmCommands.Create());
hotspot.Add(OutageCommands.Create());
hotspot.Add(ReportCommand.Create());
hotspot.Add(IncidentCommands.Create());
hotspot.Add(MaintenanceCommands.Create());
hotspot.Add(UplinkCommands.Create());
hotspot.Add(BackupCommands.CreateBackup());
hotspot.Add(BackupCommands.CreateRestore());
hotspot.Add(CertCommand.Create());
hotspot.Add(DoctorCommand.Create());

return await hotspot.RunAsync(args);
