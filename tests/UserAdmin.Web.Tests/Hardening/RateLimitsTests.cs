using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Tests.Account;

public sealed class SignInLimitTests
{
    [Theory]
    [InlineData("POST", "/account/sign-in", true)]
    [InlineData("POST", "/Account/Sign-In/", true)]
    [InlineData("POST", "/account/set-up", true)]
    [InlineData("GET", "/account/sign-in", false)]
    [InlineData("POST", "/account/sign-out", false)]
    [InlineData("POST", "/_blazor/negotiate", false)]
    public void SignInLimit_ForARequest_CountsWhatCanBeGuessedAt(string method, string path, bool isLimited) =>
        SignInLimit.ClientOf(Request("192.0.2.7", method, path)).ShouldBe(isLimited ? "192.0.2.7" : null);

    [Fact]
    public void SignInLimit_ForASignedInPerson_CountsAllTheSame()
    {
        var request = Request("192.0.2.7");
        request.User = new ClaimsPrincipal(new ClaimsIdentity([], "cookie"));

        SignInLimit.ClientOf(request).ShouldBe("192.0.2.7");
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("::ffff:192.0.2.7", "::ffff:192.0.2.8", false)]
    public void SignInLimit_ForTwoAddresses_KnowsWhichAreOneClient(string one, string other, bool isSame) =>
        (SignInLimit.ClientOf(Request(one)) == SignInLimit.ClientOf(Request(other))).ShouldBe(isSame);

    private static DefaultHttpContext Request(string address, string method = "POST", string path = "/account/sign-in")
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path, http.Connection.RemoteIpAddress) = (method, path, IPAddress.Parse(address));
        return http;
    }
}
