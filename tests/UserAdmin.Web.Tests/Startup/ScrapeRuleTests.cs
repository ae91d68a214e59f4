using System.Net;
using Microsoft.AspNetCore.Http;
using UserAdmin.Storage;
using UserAdmin.Web.Startup.Telemetry;
using Given = UserAdmin.Web.Tests.Hardening.Settings;

namespace UserAdmin.Web.Tests.Startup;

/// <summary>Who may read <c>/metrics</c>.</summary>
public sealed class ScrapeRuleTests
{
    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("::ffff:127.0.0.1", null, true)]
    [InlineData("10.0.0.7", null, false)]
    [InlineData(null, null, false)]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.9", "10.0.0.0/24, 192.0.2.1", true)]
    [InlineData("10.0.1.9", "10.0.0.0/24, 192.0.2.1", false)]
    [InlineData("127.0.0.1", "10.0.0.0/24", false)]
    public void Metrics_WhenOn_AnswerOnlyAddressesThatAreAllowed(string? peer, string? from, bool answers) =>
        Answers(peer, ("UserAdmin:Metrics:Prometheus", "true"), ("UserAdmin:Metrics:From", from ?? ""))
            .ShouldBe(answers);

    [Theory]
    [InlineData("false")]
    [InlineData("False")]
    public void Metrics_WhenOff_AnswerNobody(string value) =>
        Answers("127.0.0.1", ("UserAdmin:Metrics:Prometheus", value)).ShouldBeFalse();

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    [InlineData("Via")]
    [InlineData("X-Real-IP")]
    public void Metrics_ForWhoeverComesThroughAProxy_DoNotAnswer(string header)
    {
        var http = Request("127.0.0.1");
        http.Request.Headers[header] = "192.0.2.7";

        ScrapeRule.Of(Given.Of(("UserAdmin:Metrics:Prometheus", "true"))).Answers(http).ShouldBeFalse();
    }

    [Theory]
    [InlineData("UserAdmin:Metrics:Prometheus", "yes")]
    [InlineData("UserAdmin:Metrics:From", "everybody")]
    [InlineData("UserAdmin:Metrics:Promtheus", "true")]
    public void Settings_ThatMakeNoSense_AreRefusedByName(string name, string value) =>
        Should
            .Throw<StartupException>(() => Web.Startup.Settings.Check(Given.Of((name, value))))
            .Message.ShouldContain(name);

    private static bool Answers(string? peer, params (string, string)[] settings) =>
        ScrapeRule.Of(Given.Of(settings)).Answers(Request(peer));

    private static DefaultHttpContext Request(string? peer)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Path = "/metrics";
        http.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        return http;
    }
}
