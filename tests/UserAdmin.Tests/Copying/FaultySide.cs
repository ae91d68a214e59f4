using System.Data.Common;
using UserAdmin.Copying;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Copying;

/// <summary>A target that fails after some rows, as if the program were killed there.</summary>
/// <param name="inner">The target.</param>
/// <param name="rows">How many rows it takes.</param>
internal sealed class FaultySide(ICopySide inner, int rows) : ICopySide
{
    public IWriteSetup Setup => inner.Setup;

    public IWriteStore Store => inner.Store;

    public IReadOnlyList<CopiedTable> Tables => inner.Tables;

    public long Precision => inner.Precision;

    public string ByBytes => inner.ByBytes;

    public IDisposable Exclude() => inner.Exclude();

    public DbConnection OpenSnapshot() => inner.OpenSnapshot();

    public IReadOnlyList<(string Name, string Xml)> Keys() => inner.Keys();

    public void Add(IReadOnlyList<(string Name, string Xml)> keys) => inner.Add(keys);

    public bool Has(CopiedTable table) => inner.Has(table);

    public IReadOnlyList<string> Unknown(DbConnection snapshot) => inner.Unknown(snapshot);

    public IEnumerable<string> Orphans(DbConnection snapshot) => inner.Orphans(snapshot);

    public object Read(DbDataReader row, int i, CopiedColumn column) => inner.Read(row, i, column);

    public string? Refusal(CopiedColumn column, object value) => inner.Refusal(column, value);

    public ICopyWriter OpenWriter() => new FaultyWriter(inner.OpenWriter(), rows);

    public bool Throws(DbException fault) => inner.Throws(fault);

    private sealed class FaultyWriter(ICopyWriter inner, int rows) : ICopyWriter
    {
        private int _left = rows;

        public void Mark(UnfinishedCopy copy) => inner.Mark(copy);

        public void Insert(CopiedTable table, object?[] row)
        {
            if (_left-- == 0)
            {
                throw new IOException("killed");
            }

            inner.Insert(table, row);
        }

        public void Delete(CopiedTable table, object?[] row) => inner.Delete(table, row);

        public void Commit() => inner.Commit();

        public void Finish()
        {
            if (_left == 0)
            {
                throw new IOException("killed");
            }

            inner.Finish();
        }

        public void Dispose() => inner.Dispose();
    }
}
