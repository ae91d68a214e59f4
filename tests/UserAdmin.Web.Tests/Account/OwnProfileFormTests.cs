using UserAdmin.Users.Fields;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Tests.Account;

public sealed class OwnProfileFormTests
{
    [Fact]
    public void OwnProfileForm_EachField_HasTheLabelThatAdministratorsSee() =>
        new OwnProfileForm().All.ShouldEachBe(
            field => field.Label == UserFields.Named(field.Name).Label,
            "one name for one thing"
        );
}
