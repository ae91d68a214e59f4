using UserAdmin.Web.Account;

namespace UserAdmin.Web.Tests.Account;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("/users")]
    [InlineData("/users?q=ada&page=2")]
    [InlineData("/users/0198c1f0-0000-7000-8000-000000000001")]
    [InlineData("/system#rebuild")]
    [InlineData("/%09/evil.example")]
    [InlineData("/users?next=https://evil.example")]
    public void OrUsers_ForAnAddressWithinTheConsole_KeepsIt(string address) => LocalAddress.OrUsers(address).ShouldBe(address);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("users")]
    [InlineData("~/users")]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("HTTPS:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hello")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("\t//evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("/\u0000/evil.example")]
    [InlineData("/users\r\nSet-Cookie: a=b")]
    // After signing in, the sign-in page is no place to go to.
    [InlineData("/account/sign-in")]
    [InlineData("/Account/sign-in?returnUrl=/users")]
    public void OrUsers_ForAnyOtherAddress_IsTheListOfUsers(string? address) => LocalAddress.OrUsers(address).ShouldBe("/users");
}
