// An SNMP agent by npm's net-snmp: community "public", and the SNMPv3 user "noc" with SHA-256 and AES-128. Its argument is its port.
import snmp from "net-snmp";

const agent = snmp.createAgent({ port: Number(process.argv[2]), address: "127.0.0.1", disableAuthorization: false, accessControlModelType: snmp.AccessControlModelType.None },
  (error) => { if (error) console.error(String(error)); });
const authorizer = agent.getAuthorizer();
authorizer.addCommunity("public");
authorizer.addUser({ name: "noc", level: snmp.SecurityLevel.authPriv, authProtocol: snmp.AuthProtocols.sha256, authKey: "authpass12345", privProtocol: snmp.PrivProtocols.aes, privKey: "privpass12345" });
const mib = agent.getMib();

const scalar = (name, oid, type, value) => {
  agent.registerProvider({ name, type: snmp.MibProviderType.Scalar, oid, scalarType: type, maxAccess: snmp.MaxAccess["read-only"], handler: (request) => {
    if (typeof value === "function") mib.setScalarValue(name, value());
    request.done();
  } });
  mib.setScalarValue(name, typeof value === "function" ? value() : value);
};
const started = Date.now();
const { OctetString, OID, TimeTicks, Integer, Counter, Gauge } = snmp.ObjectType;
scalar("sysDescr", "1.3.6.1.2.1.1.1", OctetString, "EAP225-Outdoor");
scalar("sysObjectID", "1.3.6.1.2.1.1.2", OID, "1.3.6.1.4.1.11863.3.10");
scalar("sysUpTime", "1.3.6.1.2.1.1.3", TimeTicks, () => 100000 + Math.floor((Date.now() - started) / 10));
scalar("clients", "1.3.6.1.4.1.11863.10.1.1.1", Integer, 23);
scalar("model", "1.3.6.1.4.1.11863.10.1.10.3", OctetString, "EAP225-Outdoor");
scalar("version", "1.3.6.1.4.1.11863.10.1.10.5", OctetString, "5.1.0");

const column = (number, name, type) => ({ number, name, type, maxAccess: snmp.MaxAccess["read-only"] });
agent.registerProvider({
  name: "ifTable", type: snmp.MibProviderType.Table, oid: "1.3.6.1.2.1.2.2.1", maxAccess: snmp.MaxAccess["not-accessible"], tableIndex: [{ columnName: "ifIndex" }],
  tableColumns: [column(1, "ifIndex", Integer), column(2, "ifDescr", OctetString), column(3, "ifType", Integer), column(5, "ifSpeed", Gauge), column(8, "ifOperStatus", Integer), column(10, "ifInOctets", Counter),
    column(16, "ifOutOctets", Counter)],
});
mib.addTableRow("ifTable", [3, "eth0", 6, 1000000000, 1, 0, 0]);
setInterval(() => {
  const octets = Math.floor((Date.now() - started) * 2);
  mib.setTableSingleCell("ifTable", 10, [3], octets);
  mib.setTableSingleCell("ifTable", 16, [3], octets);
}, 50);
console.log("listening");
