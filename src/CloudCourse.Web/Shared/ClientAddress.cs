using System.Net;
using System.Net.Sockets;

namespace CloudCourse.Web.Shared;

/// <summary>Whom a limit by address counts: one IPv4 address, or the /64 of IPv6 addresses that one household or school has.</summary>
internal static class ClientAddress
{
    public static IPAddress Of(HttpContext? context) => Subject(context?.Connection.RemoteIpAddress ?? IPAddress.None);

    public static IPAddress Subject(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
