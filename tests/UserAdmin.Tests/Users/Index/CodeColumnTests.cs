using System.Text;
using UserAdmin.Users.Index;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Tests.Users.Index;

public sealed class CodeColumnTests
{
    [Fact]
    public void Set_OfTheLastUserWithAValue_ForgetsTheValue_AndItsCodeIsUsedAgain()
    {
        var column = new CodeColumn();
        column.Set(0, "Sales").ShouldBeTrue();
        column.Set(1, "Glimfeather").ShouldBeTrue();
        column.Set(2, "Glimfeather").ShouldBeTrue();
        column.Set(2, "Glimfeather").ShouldBeFalse();
        var rank = column.Ranks()[column[0]];

        column.Set(1, null).ShouldBeTrue();
        column.Values.ShouldContain(value => value.Value == "Glimfeather");
        column.Set(2, "Sales").ShouldBeTrue();

        column.Values.ShouldNotContain(value => value.Value == "Glimfeather" || value.Folded == "glimfeather");
        column.Ranks()[column[0]].ShouldBeGreaterThan(0);
        rank.ShouldBeGreaterThan(0);
        column.Set(3, "Support").ShouldBeTrue();
        column.Values.Count.ShouldBe(3, "the code was free");
        (column.Values[column[0]].Value, column.Values[column[2]].Value, column.Values[column[3]].Value).ShouldBe(
            ("Sales", "Sales", "Support")
        );
    }

    [Fact]
    public void Exchange_AfterAValueWasForgotten_WritesNothingOfIt_AndGoesOn()
    {
        var column = new CodeColumn();
        column.Set(0, "Sales");
        column.Set(1, "Glimfeather");
        column.Set(2, "Support");
        column.Set(1, null);
        using var file = new MemoryStream();
        var writer = new SnapshotWriter(file);
        column.Exchange(writer);
        writer.Finish();

        Encoding.UTF8.GetString(file.ToArray()).ShouldNotContain("Glim");
        file.Position = 0;
        var read = new CodeColumn();
        var reader = new SnapshotReader(file);
        read.Exchange(reader);
        reader.Finish();
        read.Set(1, "Legal");
        read.Values.Count.ShouldBe(4);
        new[] { 0, 1, 2 }.Select(place => read.Values[read[place]].Value).ShouldBe(["Sales", "Legal", "Support"]);
        read.Set(0, "Legal").ShouldBeTrue();
        read.Values.ShouldNotContain(value => value.Value == "Sales");
    }
}
