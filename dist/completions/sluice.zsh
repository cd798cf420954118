#compdef sluice
# Completion for zsh: source this file behind compinit, or put it into $fpath as "_sluice".
_sluice() {
  local -a lines candidates bare
  local then line
  lines=("${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  then=$lines[1]
  for line in "${(@)lines[2,-1]}"; do
    [ -n "$line" ] || continue
    bare+=("${line%%$'\t'*}")
    candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  case $then in
    files) _files ;;
    go-on) compadd -S '' -- "${bare[@]}" ;;
    *) (( $#candidates )) && _describe -t sluice sluice candidates ;;
  esac
}
if [ "$funcstack[1]" = "_sluice" ]; then
  _sluice "$@"
else
  compdef _sluice sluice
fi
