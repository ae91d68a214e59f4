using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Tests.Architecture;

/// <summary>The mappings of all folders together equal the model that the migrations lead to.</summary>
public sealed class MappingTests
{
    [Fact]
    public void WriteModel_AsTheFoldersMapIt_NeedsNoMigration()
    {
        using var context = new WriteContextDesign().CreateDbContext([]);

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }
}
