using System.Text.Json.Nodes;
using UserAdmin.Web.Tests.Scim.Conformance;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>Several requests in one (RFC 7644, section 3.7).</summary>
public sealed class ScimBulkTests(ScimServer server) : IClassFixture<ScimServer>
{
    [Fact]
    [Proves("7644-3.7.2")]
    public async Task Operations_NameEachOther_Section_3_7_2()
    {
        // The group stands before its member.
        var answer = await BulkAsync(
            Group("g", "Bulk", "u"),
            """{"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"bulk@x.example"}}""",
            """
            {"method":"PATCH","path":"/Users/bulkId:u","data":{
            "schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations":[{"op":"add","path":"title","value":"T"}]}}
            """
        );

        Statuses(answer).ShouldBe(["201", "201", "200"]);
        var operations = (JsonArray)answer.Body!["Operations"]!;
        operations[0]!["bulkId"]!.GetValue<string>().ShouldBe("g");
        var user = await server.SendAsync("GET", operations[1]!["location"]!.GetValue<string>());
        user.Text("title").ShouldBe("T");
        user.Body!["groups"]![0]!["display"]!.GetValue<string>().ShouldBe("Bulk");
        operations[2]!["version"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    [Proves("7644-3.7b", "7644-3.7d")]
    public async Task Errors_AreAnsweredOneByOne_UntilTooMany_Section_3_7_3()
    {
        string[] operations =
        [
            """{"method":"DELETE","path":"/Users/nobody"}""",
            """{"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"after@x.example"}}""",
            """{"method":"GET","path":"/Users/x"}""",
            """{"method":"POST","path":"/Users","bulkId":"b","data":{"userName":"never@x.example"}}""",
        ];

        var all = await BulkAsync(operations);
        var some = await server.SendAsync("POST", "Bulk", Body(operations, ",\"failOnErrors\":1"));

        Statuses(all).ShouldBe(["404", "201", "400", "201"]);
        ((JsonArray)all.Body!["Operations"]!)[0]!["response"]!["status"]!.GetValue<string>().ShouldBe("404");
        Statuses(some).ShouldBe(["404"]);
    }

    [Fact]
    [Proves("7644-3.7.1")]
    public async Task References_ToEachOther_OrToNothing_AreConflicts_Section_3_7_1() =>
        Statuses(
                await BulkAsync(
                    Group("1", "A1", "2"),
                    Group("2", "A2", "1"),
                    """{"method":"DELETE","path":"/Users/bulkId:3"}"""
                )
            )
            .ShouldEachBe(status => status == "409");

    [Fact]
    [Proves("7644-3.7a", "7644-3.7.4")]
    public async Task TooMuch_IsSaid_Section_3_7_4()
    {
        var one = """{"method":"DELETE","path":"/Users/nobody"}""";

        (await BulkAsync([.. Enumerable.Repeat(one, 1_001)])).Status.ShouldBe(413);
        (await server.SendAsync("POST", "Bulk", new string(' ', (4 * 1024 * 1024) + 1))).Status.ShouldBe(413);
        (await server.SendAsync("POST", "Bulk", "{}")).Status.ShouldBe(400);
    }

    private static string Group(string bulkId, string name, string member) =>
        "{\"method\":\"POST\",\"path\":\"/Groups\","
        + $"\"bulkId\":\"{bulkId}\",\"data\":{{\"displayName\":\"{name}\",\"members\":[\"bulkId:{member}\"]}}}}";

    private Task<ScimReply> BulkAsync(params string[] operations) => server.SendAsync("POST", "Bulk", Body(operations));

    private static string Body(string[] operations, string more = "") =>
        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"]"
        + $"{more},\"Operations\":[{string.Join(',', operations)}]}}";

    private static IReadOnlyList<string> Statuses(ScimReply answer) =>
        [.. ((JsonArray)answer.Body!["Operations"]!).Select(one => (string)one!["status"]!)];
}
