# Completes useradmin in bash. Load it with: source <(useradmin completion bash)
_useradmin() {
  local word="${COMP_WORDS[COMP_CWORD]}" typed="${COMP_LINE:0:COMP_POINT}" suggestion
  # The tool wants the line without its own name.
  typed="${typed#"${typed%%[![:space:]]*}"}"
  typed="${typed#"${COMP_WORDS[0]}"}"
  typed="${typed# }"
  COMPREPLY=()
  while IFS= read -r suggestion; do
    [[ "$suggestion" == "$word"* ]] && COMPREPLY+=("$suggestion")
  done < <("${COMP_WORDS[0]}" "[suggest:${#typed}]" "$typed" 2> /dev/null)
}
complete -o default -F _useradmin useradmin
