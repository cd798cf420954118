# Completion for fish: source this file, or put it into ~/.config/fish/completions.
function __sluice_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines ($words[1] __complete -- $words[2..] 2>/dev/null)
    set -l then $lines[1]
    if test "$then" = files
        __fish_complete_path (commandline -ct)
    else if test (count $lines) -gt 1
        printf '%s\n' $lines[2..]
    end
end
complete -c sluice -f -a '(__sluice_complete)'
