using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Tests.Scim.Conformance;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>Changes of users over HTTP: PUT, PATCH and versions, named by the section of RFC 7644.</summary>
public sealed class ScimUserChangeTests(ScimServer server) : IClassFixture<ScimServer>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Own = "urn:useradmin:params:scim:schemas:extension:2.0:User";

    [Fact]
    [Proves("7644-3.14b", "7644-3.14c")]
    public async Task Version_IsDemandedAndSpared_Section_3_14()
    {
        var id = await server.UserAsync("version@x.example");
        var first = await server.SendAsync("GET", $"Users/{id}");

        (await server.SendAsync("GET", $"Users/{id}", ifNoneMatch: first.Version)).Status.ShouldBe(304);
        var changed = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            """{"userName":"version@x.example","title":"One"}""",
            ifMatch: first.Version
        );
        changed.Status.ShouldBe(200, $"{changed.Body}");
        changed.Version.ShouldNotBe(first.Version);
        (await server.SendAsync("GET", $"Users/{id}", ifNoneMatch: first.Version)).Status.ShouldBe(200);
        var late = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            """{"userName":"version@x.example","title":"Two"}""",
            ifMatch: first.Version
        );
        late.Status.ShouldBe(412);
        (await server.SendAsync("DELETE", $"Users/{id}", ifMatch: first.Version)).Status.ShouldBe(412);
        (await server.AskAsync(new GetUser(id)))!.JobTitle.ShouldBe("One");
    }

    [Fact]
    [Proves("7644-3.5", "7644-3.5.1a", "7644-3.5.1b", "7644-3.5.1f")]
    public async Task Put_ClearsWhatIsLeftOut_AndKeepsWhatOnlyWeKnow_Section_3_5_1()
    {
        var id = await server.UserAsync("put@x.example");
        await server.PatchAsync(
            $"Users/{id}",
            $$"""
            {"op":"add","value":{"title":"T","externalId":"P-1","phoneNumbers":["+1 1"],
             "{{Own}}":{"expiresAt":"2090-01-01T00:00:00Z"} } }
            """
        );

        var replaced = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            """{"userName":"put2@x.example","displayName":"P","id":"other","meta":{"version":"x"},"groups":["g"]}"""
        );

        replaced.Status.ShouldBe(200, $"{replaced.Body}");
        replaced.Text("userName").ShouldBe("put2@x.example");
        replaced.Text("id").ShouldBe(id);
        replaced.Body!["title"].ShouldBeNull();
        replaced.Body["externalId"].ShouldBeNull();
        replaced.Body["phoneNumbers"].ShouldBeNull();
        replaced.Body["active"]!.GetValue<bool>().ShouldBeTrue();
        replaced.Body[Own]!["expiresAt"]!.GetValue<DateTimeOffset>().Year.ShouldBe(2090);
    }

    [Fact]
    [Proves("7644-3.5.2c")]
    public async Task Patch_IsAllOrNothing_AndOneVersion_Section_3_5_2()
    {
        var id = await server.UserAsync("atomic@x.example");
        await server.UserAsync("other@x.example");
        var before = await server.SendAsync("GET", $"Users/{id}");

        var refused = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"replace","path":"title","value":"Boss"}""",
            """{"op":"replace","path":"userName","value":"other@x.example"}"""
        );

        (refused.Status, refused.Text("scimType")).ShouldBe((409, "uniqueness"));
        (await server.SendAsync("GET", $"Users/{id}")).Version.ShouldBe(before.Version);
        var accepted = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"replace","path":"title","value":"Boss"}""",
            """{"op":"replace","path":"userName","value":"atomic2@x.example"}""",
            """{"op":"replace","path":"emails[type eq \"work\"].value","value":"atomic3@x.example"}""",
            """{"op":"replace","path":"active","value":false}"""
        );
        accepted.Status.ShouldBe(200, $"{accepted.Body}");
        accepted.Version.ShouldNotBe(before.Version);
        accepted.Body!["emails"]![0]!["value"]!.GetValue<string>().ShouldBe("atomic3@x.example");
        accepted.Body["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    [Proves("7644-3.5.2h")]
    public async Task Patch_ThatChangesNothing_ChangesNoVersion_Section_3_5_2()
    {
        var id = await server.UserAsync("same@x.example");
        var before = await server.SendAsync("GET", $"Users/{id}");

        var after = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"replace","path":"active","value":true}""",
            """{"op":"add","path":"emails","value":[{"value":"same@x.example","type":"work"}]}""",
            """{"op":"add","path":"nickName","value":"Kept by nobody"}"""
        );

        (after.Status, after.Version).ShouldBe((200, before.Version));
    }

    [Fact]
    public async Task Patch_OfTheFormattedName_IsThatWhichIsShown()
    {
        var id = await server.UserAsync("formatted@x.example");

        var changed = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"replace","path":"name.formatted","value":"Ada Lovelace"}"""
        );
        var both = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"replace","path":"name.formatted","value":"Countess"}""",
            """{"op":"replace","path":"displayName","value":"Ada Lovelace"}"""
        );

        changed.Text("displayName").ShouldBe("Ada Lovelace");
        both.Text("displayName").ShouldBe("Ada Lovelace");
    }

    [Fact]
    public async Task Patch_WhileOthersChangeOtherFields_LosesNothing()
    {
        var id = await server.UserAsync("race@x.example");
        string[] paths = ["title", "timezone", "name.givenName", "name.familyName", $"{Enterprise}:department"];
        string[] values = ["Boss", "Europe/Berlin", "Ra", "Ce", "Speed"];

        var answers = await Task.WhenAll(
            paths.Select(
                (path, at) =>
                    server.PatchAsync(
                        $"Users/{id}",
                        $$"""{"op":"replace","path":"{{path}}","value":"{{values[at]}}"}"""
                    )
            )
        );

        answers.Select(answer => answer.Status).ShouldBe([200, 200, 200, 200, 200]);
        var row = (await server.AskAsync(new GetUser(id)))!;
        (row.JobTitle, row.TimeZone, row.GivenName, row.FamilyName, row.Department).ShouldBe(
            ("Boss", "Europe/Berlin", "Ra", "Ce", "Speed")
        );
    }

    [Fact]
    public async Task Patch_ThatAddsAWorkAddress_ReplacesTheOneThatIsKept()
    {
        var id = await server.UserAsync("moves@x.example");

        var patched = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"add","path":"emails","value":[{"value":"moved@x.example","type":"work"}]}"""
        );
        var other = await server.PatchAsync(
            $"Users/{id}",
            """{"op":"add","path":"emails","value":[{"value":"private@x.example","type":"home"}]}"""
        );

        patched.Body!["emails"]![0]!["value"]!.GetValue<string>().ShouldBe("moved@x.example");
        other.Body!["emails"]![0]!["value"]!.GetValue<string>().ShouldBe("moved@x.example");
    }

    [Fact]
    public async Task Put_ThatDeactivates_DoesSo_EvenIfAnotherValueIsRefused()
    {
        var id = await server.UserAsync("leaves@x.example");

        var refused = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            $$"""
            {"userName":"leaves@x.example","active":false,
            "phoneNumbers":[{"value":"{{new string('1', 60)}}","type":"work"}]}
            """
        );

        (refused.Status, refused.Text("scimType")).ShouldBe((400, "invalidValue"));
        (await server.SendAsync("GET", $"Users/{id}")).Body!["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Put_ThatDeactivates_DoesSo_EvenIfAnotherHasTheEmail()
    {
        var id = await server.UserAsync("leaver@x.example");
        await server.UserAsync("stays@x.example");

        // Okta deactivates with the whole profile.
        var refused = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"leaver@x.example","active":false,
             "name":{"givenName":"Lea","familyName":"Ver"},"title":"T",
             "emails":[{"value":"stays@x.example","type":"work","primary":true}]}
            """
        );

        (refused.Status, refused.Text("scimType")).ShouldBe((409, "uniqueness"));
        var after = (await server.SendAsync("GET", $"Users/{id}")).Body!;
        after["active"]!.GetValue<bool>().ShouldBeFalse();
        after["emails"]![0]!["value"]!.GetValue<string>().ShouldBe("leaver@x.example");
        after["title"].ShouldBeNull();
    }

    [Fact]
    public async Task Patch_ThatDeactivates_DoesSo_EvenIfTheRestIsNotPermitted()
    {
        var id = await server.UserAsync("leaving@x.example");
        var key = await server.KeyAsync([Permissions.UsersRead, Permissions.UsersDisable]);

        var refused = await server.SendAsync(
            "PATCH",
            $"Users/{id}",
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
             "Operations":[{"op":"replace","path":"title","value":"T"},{"op":"replace","path":"active","value":false}]}
            """,
            key: key
        );

        refused.Status.ShouldBe(403);
        refused.Text("detail").ShouldContain(Permissions.UsersEdit);
        // Only the application that made the change is sure to see it in its next answer.
        var after = (await server.SendAsync("GET", $"Users/{id}", key: key)).Body!;
        after["active"]!.GetValue<bool>().ShouldBeFalse();
        after["title"].ShouldBeNull();
    }

    [Fact]
    public async Task Put_ThatIsNoUser_DeactivatesNobody()
    {
        var id = await server.UserAsync("unread@x.example");

        var refused = await server.SendAsync("PUT", $"Users/{id}", """{"active":false}""");

        (refused.Status, refused.Text("scimType")).ShouldBe((400, "invalidValue"));
        (await server.SendAsync("GET", $"Users/{id}")).Body!["active"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Put_WithWhatOnlyTheServerMaySay_LeavesItAlone_Section_3_5_1()
    {
        var id = await server.UserAsync("returns@x.example");
        var groups = string.Join(',', Enumerable.Repeat($$"""{"value":"{{Guid.NewGuid()}}"}""", 150));

        var put = await server.SendAsync(
            "PUT",
            $"Users/{id}",
            $$"""{"id":"another","userName":"returns@x.example","meta":{"created":"x"},"groups":[{{groups}}]}"""
        );

        put.Status.ShouldBe(200, $"{put.Body}");
        put.Text("id").ShouldBe(id);
        put.Body!["groups"].ShouldBeNull();
    }
}
