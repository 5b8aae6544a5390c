aws ec2 describe-volume
aws ec2 describe-volumes --query "Volumes[].{id: VolumeId, name: Tags[?Key=='Name'] | [0].Value}"
VOLUME=$(aws ec2 describe-volumes --filters Name=tag:Name,Values=orders-data --query "Volumes[0].VolumeId" --output text)
aws ec2 create-snapshot --volume-id $VOLUME --dry-run
aws ec2 create-snapshot --volume-id $VOLUME
ID=$(aws ec2 describe-snapshots --filters Name=volume-id,Values=$VOLUME --query 'Snapshots[0].SnapshotId' --output text)
aws ec2 create-tags --resources $ID --tags Key=reason,Value=before-upgrade
aws ec2 describe-snapshots --snapshot-ids snap-0123456789abcdef0 || echo "There is none."
sleep 24h
aws ec2 describe-snapshots --filters '[{"Name": "volume-id", "Values": ["'$VOLUME'"]}]' --query 'length(Snapshots)'
