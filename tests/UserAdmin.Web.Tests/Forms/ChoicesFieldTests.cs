using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Tests.Forms;

public sealed class ChoicesFieldTests
{
    private readonly ChoicesField<string[]> _field = new("Choices", "Choices", row => row);

    public ChoicesFieldTests() => Merge(version: 1, "a", "b");

    [Fact]
    public void ChoicesField_WhenNothingWasChosen_FollowsTheRow()
    {
        Merge(version: 2, "b", "c");

        _field.Chosen.ShouldBe(["b", "c"]);
        _field.IsTouched.ShouldBeFalse();
    }

    [Fact]
    public void ChoicesField_WhenBothChose_CombinesTheChangesAndAsksNothing()
    {
        _field.Choose("d", isChosen: true);
        _field.Choose("a", isChosen: false);

        Merge(version: 2, "a", "c");

        _field.Chosen.ShouldBe(["c", "d"]);
        _field.Overtaken.ShouldBeNull();
        (_field.IsChanged("a"), _field.IsChanged("c"), _field.IsChanged("d")).ShouldBe((true, false, true));
    }

    [Fact]
    public void ChoicesField_WhenChosenAndTakenBack_IsUntouched()
    {
        _field.Choose("d", isChosen: true);
        _field.Choose("d", isChosen: false);

        _field.IsTouched.ShouldBeFalse();
    }

    private void Merge(long version, params string[] row) =>
        _field.Merge(_field.Read(row), version, isFirst: version == 1);
}
