namespace Nomad.Agent.Http.Filtering;

/// <param name="Text">The word, the operator, or a string without its quotes.</param>
/// <param name="Quoted">A string literal, which is never a keyword.</param>
/// <param name="Position">Zero-based offset in the expression.</param>
internal readonly record struct FilterToken(string Text, bool Quoted, int Position)
{
    public bool Is(string word) => !Quoted && Text == word;

    public bool AtEnd => !Quoted && Text.Length == 0;
}
