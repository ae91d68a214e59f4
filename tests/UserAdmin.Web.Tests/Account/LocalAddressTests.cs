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
    [InlineData("/users?next=//evil.example")]
    [InlineData("/%2F%2Fevil.example")]
    [InlineData("/users/%5Cevil.example")]
    [InlineData("/users?q=b%C3%BCcher")]
    [InlineData("/accounts")]
    public void OrOverview_ForAnAddressWithinTheConsole_KeepsIt(string address) =>
        LocalAddress.OrOverview(address).ShouldBe(address);

    [Theory]
    [InlineData("/users?q=a#b", "https://host.example/admin/users?q=a#b")]
    [InlineData("/", "https://host.example/admin/")]
    [InlineData("/https://evil.example", "https://host.example/admin/https://evil.example")]
    [InlineData("/javascript:alert(1)", "https://host.example/admin/javascript:alert(1)")]
    public void FromBase_StaysBelowTheBase(string address, string target) =>
        new Uri(new Uri("https://host.example/admin/"), LocalAddress.FromBase(address)).ToString().ShouldBe(target);

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
    [InlineData("/users\u0085Set-Cookie: a=b")]
    [InlineData("/users\u007f")]
    // Resolving the dots gives another host to code that uses only the path and the query.
    [InlineData("/.//evil.example")]
    [InlineData("/users/..//evil.example")]
    [InlineData("/users/%2E%2E//evil.example")]
    [InlineData("/./\\evil.example")]
    // Below a path these are other programs of the host.
    [InlineData("/../payments")]
    [InlineData("/users/../../payments")]
    [InlineData("/%2e%2E/payments")]
    [InlineData("/users/..%2F..%2Fpayments")]
    [InlineData("/..?q=1")]
    [InlineData("/users\\..\\..\\evil.example")]
    [InlineData("/users?q=\\\\evil.example")]
    [InlineData("http:/users")]
    [InlineData("http:///users")]
    [InlineData("///users")]
    [InlineData("／/evil.example")]
    [InlineData("@evil.example")]
    [InlineData(".evil.example")]
    [InlineData("/users?q=b\u00fccher")]
    [InlineData("/users\u2028")]
    [InlineData("/users ")]
    // After signing in, nobody is sent back to the sign-in page.
    [InlineData("/account/sign-in")]
    [InlineData("/Account/sign-in?returnUrl=/users")]
    [InlineData("/./account/sign-out")]
    [InlineData("/users/../account/sign-in")]
    [InlineData("/%61ccount/sign-in")]
    [InlineData("/account%2Fsign-in")]
    public void OrOverview_ForAnyOtherAddress_IsTheOverview(string? address) =>
        LocalAddress.OrOverview(address).ShouldBe("/");

    [Theory]
    [InlineData("/account/sign-in?returnUrl=%2Fusers", "/account/sign-in?returnUrl=%2Fusers")]
    [InlineData("/account/reset-password?token=abc", "/account/reset-password?token=abc")]
    [InlineData("/users?q=ada#person", "/users?q=ada#person")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/account/..//evil.example", "/")]
    [InlineData("/account/../../payments", "/")]
    [InlineData("account/sign-in", "/")]
    [InlineData(null, "/")]
    public void OrOverviewFromAnywhere_StaysWithinTheConsole(string? address, string target) =>
        LocalAddress.OrOverviewFromAnywhere(address).ShouldBe(target);

    [Fact]
    public void OrOverview_ForAnEndlessAddress_IsTheOverview() =>
        LocalAddress.OrOverview("/users?q=" + new string('a', 2000)).ShouldBe("/");
}
