"""Answers as cameras of different makers write them, after the examples of the ONVIF Application Programmer's Guide."""

PROBE_MATCHES = """<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
    xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"
    xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"
    xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
  <SOAP-ENV:Header>
    <wsa:MessageID>uuid:0a6dc791-2be6-4991-9af1-454778a1917a</wsa:MessageID>
    <wsa:RelatesTo>{number}</wsa:RelatesTo>
    <wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</wsa:Action>
  </SOAP-ENV:Header>
  <SOAP-ENV:Body>
    <d:ProbeMatches>
      <d:ProbeMatch>
        <wsa:EndpointReference><wsa:Address>urn:uuid:a1f48ac2-dc8b-11df-b255-00408c1836b2</wsa:Address>
        </wsa:EndpointReference>
        <d:Types>dn:NetworkVideoTransmitter</d:Types>
        <d:Scopes>onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/Profile/Streaming
          onvif://www.onvif.org/name/Gate%20North onvif://www.onvif.org/hardware/P3245-V
          onvif://www.onvif.org/location/country/france</d:Scopes>
        <d:XAddrs>http://[fe80::1]/onvif/device_service {service}</d:XAddrs>
        <d:MetadataVersion>1</d:MetadataVersion>
      </d:ProbeMatch>
    </d:ProbeMatches>
  </SOAP-ENV:Body>
</SOAP-ENV:Envelope>"""

DATE = """<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"
    xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"><env:Body>
  <tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>
    <tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>
    <tt:UTCDateTime><tt:Time><tt:Hour>{hour}</tt:Hour><tt:Minute>{minute}</tt:Minute><tt:Second>{second}</tt:Second>
    </tt:Time><tt:Date><tt:Year>{year}</tt:Year><tt:Month>{month}</tt:Month><tt:Day>{day}</tt:Day></tt:Date>
    </tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse></env:Body></env:Envelope>"""

CAPABILITIES = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>
  <GetCapabilitiesResponse xmlns="http://www.onvif.org/ver10/device/wsdl"><Capabilities>
    <Media xmlns="http://www.onvif.org/ver10/schema"><XAddr>{media}</XAddr></Media></Capabilities>
  </GetCapabilitiesResponse></s:Body></s:Envelope>"""

PROFILES = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
    xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body>
  <trt:GetProfilesResponse>
    <trt:Profiles fixed="true" token="main &amp; only"><tt:Name>Main</tt:Name></trt:Profiles>
    <trt:Profiles fixed="true" token="second"><tt:Name>Small</tt:Name></trt:Profiles>
  </trt:GetProfilesResponse></s:Body></s:Envelope>"""

STREAM = """<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
    xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body>
  <trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{address}</tt:Uri>
    <tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:Timeout>PT60S</tt:Timeout></trt:MediaUri>
  </trt:GetStreamUriResponse></s:Body></s:Envelope>"""

REFUSED = """<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"
    xmlns:ter="http://www.onvif.org/ver10/error"><env:Body><env:Fault>
  <env:Code><env:Value>env:Sender</env:Value>
    <env:Subcode><env:Value>ter:NotAuthorized</env:Value></env:Subcode></env:Code>
  <env:Reason><env:Text xml:lang="en">Sender not Authorized</env:Text></env:Reason>
  </env:Fault></env:Body></env:Envelope>"""
