# HotspotManager: this router reports itself once a minute (scheduler). What could not be sent waits in memory, some 70 minutes of it.
:global hcWaiting; :global hcNumber
:local device "DEVICE"; :local key "KEY"; :local portal "PORTAL"
:if ([:typeof $hcNumber] != "str") do={ :set hcNumber "-"; :set hcWaiting "" }
# uptime as 1w2d03:04:05
:local u [:tostr [/system/resource/get uptime]]; :local up 0
:foreach unit in={"w";"d"} do={
  :local p [:find $u $unit]; :local size 604800; :if ($unit = "d") do={ :set size 86400 }
  :if ([:typeof $p] = "num") do={ :set up ($up + [:tonum [:pick $u 0 $p]] * $size); :set u [:pick $u ($p + 1) [:len $u]] }
}
:set up ($up + [:tonum [:pick $u 0 2]] * 3600 + [:tonum [:pick $u 3 5]] * 60 + [:tonum [:pick $u 6 8]])
# the way to the internet: immediate-gw is ADDRESS%INTERFACE or INTERFACE
:local rx "-"; :local tx "-"
:do {
  :local wan [:tostr [/ip/route/get ([/ip/route/find dst-address="0.0.0.0/0" active=yes]->0) immediate-gw]]
  :if ([:typeof [:find $wan "%"]] = "num") do={ :set wan [:pick $wan ([:find $wan "%"] + 1) [:len $wan]] }
  :set rx [/interface/get $wan rx-byte]; :set tx [/interface/get $wan tx-byte]
} on-error={}
:local clients [:len [/ip/hotspot/host/find]]; :local leases [:len [/ip/dhcp-server/lease/find status=bound]]; :local pool 0
:do {
  :foreach p in=[/ip/pool/find] do={ :foreach r in=[/ip/pool/get $p ranges] do={
    :local d [:find $r "-"]; :set pool ($pool + ([:toip [:pick $r ($d + 1) [:len $r]]] - [:toip [:pick $r 0 $d]]) + 1) } }
} on-error={ :set pool "-" }
:if ([:typeof $pool] != "num") do={ :set pool "-" }
:set hcWaiting ($hcWaiting . "at $up $rx $tx $clients $leases $pool\n")
:while ([:len $hcWaiting] > 3500) do={ :set hcWaiting [:pick $hcWaiting ([:find $hcWaiting "\n"] + 1) [:len $hcWaiting]] }
:local about ("about " . [/system/resource/get board-name] . " RouterOS " . [/system/resource/get version] . "\n"); :local done false
:for try from=1 to=3 do={ :if (!$done) do={ :do {
  :local got ([/tool/fetch url="$portal/checkin?d=$device" http-method=post http-header-field="Authorization: Bearer $key" http-data=("hc1 $hcNumber $up\n" . $about . $hcWaiting) check-certificate=yes output=user as-value]->"data")
  :local a [:find $got " "]; :local b [:find $got " " $a]
  :set hcNumber [:pick $got ($b + 1) [:find $got " " $b]]
  :if ([:pick $got ($a + 1) $b] = "ok") do={ :set hcWaiting ""; :set done true }
} on-error={ :if ($try < 3) do={ :delay 5s } } } }
:if (!$done) do={ :log warning "hotspot: this router could not report itself" }
