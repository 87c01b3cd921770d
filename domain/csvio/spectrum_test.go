package csvio_test

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"ringfence/domain/csvio"
)

const spectrum = "testdata/csv-spectrum/"

// TestSpectrum reads the files of csv-spectrum as its authors say.
func TestSpectrum(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(spectrum + "*.json")
	if err != nil || len(files) != 11 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var want []map[string]string
			if err := json.Unmarshal(content(t, file), &want); err != nil {
				t.Fatal(err)
			}
			if got := records(t, strings.TrimSuffix(file, "json")+"csv"); !reflect.DeepEqual(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// TestSpectrumCoordinates: quotation marks within a cell that is not quoted.
func TestSpectrumCoordinates(t *testing.T) {
	t.Parallel()
	got := records(t, spectrum+"location_coordinates.csv")
	if want := "37\uFFFD36'37.8\"N 121\uFFFD2'17.9\"W"; len(got) != 1 || got[0]["Location Coordinates"] != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func records(t *testing.T, file string) (all []map[string]string) {
	t.Helper()
	rows, err := readAll(strings.NewReader(string(content(t, file))), csvio.Limits{})
	if err != io.EOF {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, name := range rows[0] {
			record[name] = row[i]
		}
		all = append(all, record)
	}
	return all
}

func content(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
