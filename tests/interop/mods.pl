# Reads MODS files with MODS::Record, which ends at an element where MODS has none, and writes each into a folder again.
use strict;
use warnings;
use File::Basename;
use MODS::Record;

my $folder = shift;
for my $file (@ARGV) {
    open(my $in, '<', $file) or die "$file: $!";
    my $record = eval { MODS::Record->from_xml($in) } or die "$file: $@";
    open(my $out, '>:utf8', "$folder/" . basename($file)) or die "$file: $!";
    print $out $record->as_xml;
    close($out);
}
