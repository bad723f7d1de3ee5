# Tells what MARC::Lint says of each field of MARCXML files: file, tab, words.
use strict;
use warnings;
use MARC::Batch;
use MARC::File::XML (BinaryEncoding => 'utf8', RecordFormat => 'MARC21');
use MARC::Lint;

binmode STDOUT, ':utf8';
my $lint = MARC::Lint->new;
for my $file (@ARGV) {
    my $batch = MARC::Batch->new('XML', $file);
    while (my $record = $batch->next) {
        print "$file\tread\n";
        $lint->check_record($record);
        print "$file\t$_\n" for $lint->warnings;
    }
}
